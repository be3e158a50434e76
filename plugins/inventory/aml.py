# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml
short_description: Azure Machine Learning workspaces, machines and endpoints as an inventory
version_added: 0.1.0
description:
  - Reads workspaces and what runs in them, by lists, and makes hosts of them. O(yields) chooses of what.
  - A workspace or an endpoint becomes a host whose tasks run on the control node. Its variables C(subscription_id),
    C(resource_group) and C(workspace) have the names of the options of every module, so that a play over all hosts
    works in many workspaces side by side.
  - A compute instance or the node of a cluster becomes a host that Ansible reaches over SSH.
  - The name of the file must end in V(aml.yml) or V(aml.yaml), as in V(prod.aml.yml).
  - A value that the service returns is never evaluated as a template, on any release of ansible-core.
  - Keys, tokens and passwords are never read.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.auth
  - mlops.azureml.api
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
notes:
  - Options that say where to connect and where to look can be templates, for example of the lookup
    P(ansible.builtin.env#lookup).
  - With a warm cache no request is sent at all. What is kept there has no secrets in it. O(cache_timeout),
    O(cache_plugin) and O(cache_connection) say how long it is kept, and where.
options:
  plugin:
    description:
      - Says that the file is for this plugin.
    type: str
    required: true
    choices:
      - mlops.azureml.aml
  yields:
    description:
      - What becomes a host.
      - V(workspaces) takes one list for each subscription or resource group.
      - V(compute_instances) takes one list for each workspace more.
      - V(nodes) are those of the clusters that have some now, with one request more for each such cluster.
      - V(endpoints) are the online, batch and serverless ones, with three lists for each workspace.
    type: list
    elements: str
    choices:
      - workspaces
      - compute_instances
      - nodes
      - endpoints
    default:
      - workspaces
  subscriptions:
    description:
      - The ids of the subscriptions to look in. When omitted, the one of O(subscription_id).
    type: list
    elements: str
  resource_groups:
    description:
      - The resource groups to look in. When omitted, the whole subscription is listed, which needs the right to do so.
      - One that is in none of the subscriptions is an error.
    type: list
    elements: str
  workspaces:
    description:
      - The names of the workspaces to look at. When omitted, all.
    type: list
    elements: str
  locations:
    description:
      - The locations whose workspaces to look at. When omitted, all.
    type: list
    elements: str
  tags:
    description:
      - The tags that a workspace must have to be looked at, with these values.
    type: dict
  on_forbidden:
    description:
      - What to do where a list is forbidden (HTTP status 403). V(skip) leaves it out, with a warning.
    type: str
    choices:
      - fail
      - skip
    default: fail
  hostnames:
    description:
      - Jinja expressions over the host's variables. The first one that gives something is the name of the host.
      - When omitted, or when none does, a workspace has its own name, an endpoint and a compute instance have
        C(<workspace>--<name>), and a node has C(<workspace>--<cluster>--<node>).
      - Where several hosts would have one name, what tells them apart follows it. That is the first that does of
        their kind, their resource group and their subscription.
      - What a host name cannot have is replaced by an underscore.
    type: list
    elements: str
    default: []
  hostvars_prefix:
    description:
      - What the names of the variables that hold the members of a resource begin with.
    type: str
    default: aml_
  include:
    description:
      - Jinja conditions over the host's variables. When there are some, only what meets one of them becomes a host.
      - One that cannot be evaluated counts as false, or is an error with O(strict=true).
    type: list
    elements: str
    default: []
  exclude:
    description:
      - Jinja conditions over the host's variables. What meets one of them becomes no host, whatever O(include) says.
      - One that cannot be evaluated counts as false, or is an error with O(strict=true).
    type: list
    elements: str
    default: []
  reachable_only:
    description:
      - Whether only those machines become hosts that somebody could log in to now. Such a compute instance runs, and
        with O(connect_with=public) its public SSH port is open. A machine has an address and a port.
      - Workspaces and endpoints always become hosts.
    type: bool
    default: true
  connect_with:
    description:
      - Which address of a machine is its C(ansible_host).
    type: str
    choices:
      - public
      - private
    default: public
  default_groups:
    description:
      - Whether each host is in the groups C(aml_<location>), C(aml_kind_<kind>) and C(aml_state_<state>).
    type: bool
    default: true
seealso:
  - module: mlops.azureml.aml_workspace_info
  - module: mlops.azureml.aml_compute_info
  - module: mlops.azureml.aml_online_endpoint_info
  - plugin: ansible.builtin.constructed
    plugin_type: inventory
"""

EXAMPLES = r"""
---
# fleet.aml.yml: every workspace of a subscription, whose id and login come from the environment. With
# `module_defaults: {group/mlops.azureml.aml: {resource_group: "{{ resource_group }}", workspace: "{{ workspace }}"}}`
# a play on `hosts: all` works in all of them.
plugin: mlops.azureml.aml
---
# Those of production, grouped by team, asked for at most once an hour.
plugin: mlops.azureml.aml
tags:
  env: prod
exclude:
  - aml_kind == 'hub'
keyed_groups:
  - key: aml_tags.team | default('nobody')
    prefix: team
compose:
  region: aml_location
groups:
  european: aml_location in ['westeurope', 'northeurope']
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/aml_inventory
---
# Machines to log in to: the compute instances that run, and the nodes of the clusters, of two groups.
plugin: mlops.azureml.aml
yields:
  - compute_instances
  - nodes
resource_groups:
  - rg-ml
  - rg-research
connect_with: private
---
# Endpoints, named after themselves, with a group for each state.
plugin: mlops.azureml.aml
yields:
  - endpoints
resource_groups:
  - rg-ml
hostnames:
  - aml_name
strict: true
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.mlops.azureml.plugins.module_utils import exchange
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import API_VERSION
from ansible_collections.mlops.azureml.plugins.module_utils.auth.options import AUTH_OPTIONS
from ansible_collections.mlops.azureml.plugins.module_utils.calls.fleet import FLEET
from ansible_collections.mlops.azureml.plugins.module_utils.clock import OwnClock
from ansible_collections.mlops.azureml.plugins.module_utils.engine import run
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError, InputError
from ansible_collections.mlops.azureml.plugins.module_utils.failure import defect, failure
from ansible_collections.mlops.azureml.plugins.module_utils.session import settings_of
from ansible_collections.mlops.azureml.plugins.module_utils.task import call
from ansible_collections.mlops.azureml.plugins.plugin_utils import hosts, templates
from ansible_collections.mlops.azureml.plugins.plugin_utils.plain import plain

TASK = call(FLEET)
NAMES = ("aml.yml", "aml.yaml")
#: What the engine is asked with; the plugin's other options are about what becomes of the answer.
ASKED = (*AUTH_OPTIONS, *API_VERSION, *FLEET.options)
YES_OR_NO = tuple(option for option, spec in AUTH_OPTIONS.items() if spec["type"] == "bool")
#: The options of a connection that an answer depends on. None is a secret.
ANSWERED_TO = ("auth_source", "client_id", "cloud_environment", "profile", "subscription_id", "tenant")
# A cache that another release filled may hold something else.
CACHED_FORM = 1


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """The front for inventories: a file in, hosts out. Never decides what is asked, never sees how."""

    NAME = "mlops.azureml.aml"
    # Always, whatever the setting says: on old releases the name of a group is a text that may be evaluated.
    _sanitize_group_name = staticmethod(hosts.group_name)

    def verify_file(self, path: str) -> bool:
        """Whether the file's name is one of this plugin's."""
        return bool(super().verify_file(path)) and path.endswith(NAMES)

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Fill the inventory. :raises AnsibleParserError: one line with what is wrong and what to do."""
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        told: dict[str, Any] = {}
        try:
            self._check(config)
            self._fill(self._resources(config, path, cache))
        except AmlError as error:
            told = failure(error)
        except AnsibleError:
            raise
        # Not hidden: told as the defect that it is, without the text, which may hold a secret.
        except Exception as error:
            told = defect(error)
        # Not inside: what is raised while the exception is handled is shown with it.
        if told:
            for warning in told.get("warnings", ()):
                self.display.warning(warning)
            raise AnsibleParserError(told["msg"])

    def _check(self, config: Mapping[str, Any]) -> None:
        """:raises InputError: an option that there is not, or that has no meaning; nothing was sent."""
        for option in config:
            if option not in self._options:
                raise InputError(str(option)[:40], "is no option of this plugin")
        hosts.check_prefix(self.get_option("hostvars_prefix"))
        for option in ("hostnames", "include", "exclude"):
            for number, expression in enumerate(self.get_option(option)):
                templates.check(f"{option}[{number}]", expression)
        for option in ("compose", "groups"):
            for name, expression in self.get_option(option).items():
                templates.check(f"{option}.{name}", expression)
        for number, keyed in enumerate(self.get_option("keyed_groups")):
            if not isinstance(keyed, Mapping) or keyed.get("key") in (None, ""):
                raise InputError(f"keyed_groups[{number}].key", "is required")
            templates.check(f"keyed_groups[{number}].key", keyed["key"])

    def _resources(self, config: Mapping[str, Any], path: str, cache: bool) -> list[dict[str, Any]]:
        """What the service has, or had when it was asked last."""
        params = {option: self._evaluated(self.get_option(option)) for option in ASKED}
        # As they are in the file: Ansible takes any word that is not true for false, and would so switch off a check.
        params = plain({**params, **{option: self._evaluated(config.get(option)) for option in YES_OR_NO}})
        if not self.get_option("cache"):
            return self._asked(params)
        key = f"{self.get_cache_key(path)}_{_question(params)}"
        if cache:
            try:
                return json.loads(self._cache[key]["resources"])
            except (KeyError, TypeError, ValueError):
                self.display.vvv(f"{path}: the cache has no answer yet")
        resources = self._asked(params)
        # As one text: the reader of a cache makes values of its own of maps that look like Ansible's.
        self._cache[key] = {"resources": json.dumps(resources)}
        return resources

    def _evaluated(self, value: Any) -> Any:
        """An option of the file with its templates evaluated."""
        if isinstance(value, list):
            return [self._evaluated(item) for item in value]
        return self.templar.template(value) if isinstance(value, str) else value

    def _asked(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """What the engine answers. :raises AmlError: its errors."""
        if exchange.requests is None:
            raise AmlError(missing_required_lib("requests"), code="RequestsMissing")
        # Not to stdout: there `ansible-inventory` writes the inventory.
        report = partial(self.display.display, stderr=True)
        result = run(TASK, params, report=report, clock=OwnClock())
        for warning in result.get("warnings", ()):
            self.display.warning(warning)
        return result["resources"]

    def _fill(self, resources: list[dict[str, Any]]) -> None:
        style = hosts.Style(self.get_option("hostvars_prefix"), self.get_option("connect_with"), sys.executable)
        strict, compose = bool(self.get_option("strict")), self.get_option("compose")
        kept = []
        for row in resources:
            if self.get_option("reachable_only") and not hosts.is_reachable(row, style):
                continue
            values = templates.of_service(hosts.variables(row, style))
            if self._is_kept(row, values, strict):
                kept.append((self._wished_name(row, values, strict), row, values))
        left_out = len(resources) - len(kept)
        self.display.vv(f"{len(kept)} hosts, {left_out} resources left out")
        names = hosts.unique([(name, row) for name, row, _values in kept])
        for name, (_name, row, values) in zip(names, kept):
            self.inventory.add_host(name)
            for variable, value in values.items():
                self.inventory.set_variable(name, variable, value)
            for group in hosts.groups(row) if self.get_option("default_groups") else ():
                self.inventory.add_child(self.inventory.add_group(group), name)
            self._set_composite_vars(compose, values, name, strict)
            made = self.inventory.get_host(name).vars if compose else {}
            for variable in compose.keys() & made.keys():
                self.inventory.set_variable(name, variable, templates.computed(made[variable]))
            self._add_host_to_composed_groups(self.get_option("groups"), values, name, strict)
            self._add_host_to_keyed_groups(self.get_option("keyed_groups"), values, name, strict)

    def _is_kept(self, row: Mapping[str, Any], values: dict[str, Any], strict: bool) -> bool:
        included = self.get_option("include")
        if included and not any(self._holds("include", one, row, values, strict) for one in included):
            return False
        return not any(self._holds("exclude", one, row, values, strict) for one in self.get_option("exclude"))

    def _holds(self, option: str, condition: Any, row: Mapping[str, Any], values: dict[str, Any], strict: bool) -> bool:
        """Whether a condition is met. As an expression that is true or false: what a bare one gives, and what counts as
        true of it, differs from release to release.
        """
        return str(self._computed(option, f"true if ({condition}) else false", row, values, strict)) == "True"

    def _wished_name(self, row: Mapping[str, Any], values: dict[str, Any], strict: bool) -> str:
        for expression in self.get_option("hostnames"):
            found = self._computed("hostnames", str(expression), row, values, strict)
            if found not in (None, ""):
                return hosts.host_name(str(found))
        return hosts.own_name(row)

    def _computed(
        self, option: str, expression: str, row: Mapping[str, Any], values: dict[str, Any], strict: bool
    ) -> Any:
        """What an expression of the user's gives; None where it cannot be evaluated and nobody minds."""
        try:
            return self._compose(templates.trusted(expression), values)
        except Exception as error:  # Jinja lets through whatever a filter raises
            if strict:
                raise AnsibleParserError(f"{option}: {expression!r} for {hosts.own_name(row)}: {error}") from error
            return None


def _question(params: Mapping[str, Any]) -> str:
    """What is asked, and who asks, as a part of a file's name. :raises InputError: settings without a meaning."""
    settings = settings_of(params)
    asked = {option: params.get(option) for option in (*API_VERSION, *FLEET.options)}
    whole = [CACHED_FORM, asked, {option: getattr(settings, option) for option in ANSWERED_TO}]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]
