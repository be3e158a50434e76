#!/usr/bin/python
# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: aml_report
short_description: Write down how a workspace is, and how it differs from what is declared
version_added: 0.1.0
description:
  - Looks at a workspace and writes what it sees into one HTML file that needs no network and no other file, into JSON,
    into JUnit, or into all of them.
  - The report holds a summary, a map of the workspace, the differences from O(resources) with their reasons, computes
    and what idles, endpoints and their traffic, the last jobs with the course of a metric, network and identity, and
    what is not as Microsoft's security baseline wants it.
  - No secret is in it.
author:
  - mlops.azureml contributors (@mlops-azureml)
extends_documentation_fragment:
  - mlops.azureml.attributes
  - mlops.azureml.auth
  - mlops.azureml.api
  - mlops.azureml.scope
options:
  resource_group:
    required: true
  workspace:
    required: true
  dest:
    description:
      - Where the report goes. With several O(formats) each file has its own ending, C(.html), C(.json) or
        C(.junit.xml), in place of the one of this. In a folder, or where this ends in a slash, the files are called
        after the workspace.
      - Missing folders are made. A file comes into its place in one step. A place where none can come is refused before
        anything is asked of Azure.
      - On the controller a relative one is below the folder of the playbook.
      - When omitted, the numbers and the findings are returned, and nothing is written.
    type: path
  formats:
    description:
      - What to write.
    type: list
    elements: str
    choices:
      - html
      - json
      - junit
    default:
      - html
  mode:
    description:
      - The permissions of the files, as four octal digits in quotes. A report tells who can reach what, so that by
        default nobody else may read it.
    type: str
    default: "0600"
  resources:
    description:
      - What there is to be, as M(mlops.azureml.aml_apply) takes it. The report then shows what that module would
        change and why, and what nobody declares.
      - When omitted or empty, nothing is compared.
    type: list
    elements: dict
    default: []
  types:
    description:
      - What to look at beside the workspace. Everything when omitted.
    type: list
    elements: str
    choices:
      - batch_deployment
      - batch_endpoint
      - code
      - component
      - compute
      - connection
      - data
      - datastore
      - environment
      - feature_store_entity
      - featureset
      - job
      - marketplace_subscription
      - model
      - online_deployment
      - online_endpoint
      - outbound_rule
      - private_endpoint_connection
      - schedule
      - serverless_endpoint
      - workspace
  rules:
    description:
      - Which rules of the baseline hold. All when omitted or empty.
    type: list
    elements: str
    choices:
      - workspace-public-access
      - workspace-outbound-open
      - workspace-storage-keys
      - workspace-no-cmk
      - compute-local-auth
      - instance-idle-shutdown
      - instance-ssh-public
      - cluster-ssh-public
      - cluster-never-empty
      - cluster-no-identity
      - compute-public-ip
      - endpoint-public-access
      - endpoint-keys
      - deployment-egress
      - datastore-credentials
      - connection-keys
      - connection-shared
  runs:
    description:
      - How many of the last jobs to show, from 0 to 200.
    type: int
    default: 20
  metric:
    description:
      - The metric whose course is shown for each of these jobs. When omitted, none is read. Needs V(job) among O(types)
        where these are given.
    type: str
  wait_timeout:
    description:
      - How long the task may take altogether, in seconds.
    type: int
    default: 3600
attributes:
  check_mode:
    description: Looks, compares, and writes no file.
    support: full
  diff_mode:
    description: Files are not shown.
    support: none
  idempotent:
    description: A file is written when what it says is no longer so. When it was seen, and how fast, does not count.
    support: full
notes:
  - A type that the login may not read is left out with a warning, and the report says so.
  - Of an asset the report shows the latest version, and of all others nothing.
  - Resources that the service keeps for itself are left out.
seealso:
  - module: mlops.azureml.aml_apply
  - module: mlops.azureml.aml_export
  - module: mlops.azureml.aml_doctor
"""

EXAMPLES = r"""
---
- name: Write a report of a workspace
  mlops.azureml.aml_report:
    resource_group: rg-ml
    workspace: ml-prod
    dest: reports/ml-prod.html

- name: Compare with what is declared, for people and for a pipeline
  mlops.azureml.aml_report:
    resource_group: rg-ml
    workspace: ml-prod
    dest: reports/
    formats:
      - html
      - json
      - junit
    metric: accuracy
    resources:
      - type: compute
        name: cpu-cluster
        compute_type: AmlCompute
        vm_size: Standard_DS3_v2
        scale:
          min_nodes: 0
          max_nodes: 4
  register: report

- name: Show the numbers
  ansible.builtin.debug:
    var: report.summary
"""

RETURN = r"""
---
files:
  description: The files of the report. Empty without O(dest).
  returned: success
  type: list
  elements: dict
  contains:
    format:
      description: One of O(formats).
      type: str
      sample: html
    path:
      description: Where it is.
      type: str
      sample: reports/ml-prod.html
    changed:
      description: Whether it was written, or in check mode would be.
      type: bool
      sample: true
summary:
  description:
    - The numbers of the report.
    - C(resources), C(types) and C(tones) count what is there, C(declared), C(as_declared), C(drifted), C(actions) and
      C(undeclared) what it was compared with, and are null where nothing was. C(findings) counts by severity,
      C(nodes), C(idle_nodes) and C(always_on_nodes) count machines, C(not_read) what the login may not read.
  returned: success
  type: dict
  sample:
    resources: 1
    types:
      workspace: 1
    tones:
      ok: 1
    declared: 1
    as_declared: 0
    actions:
      create: 1
    drifted: 1
    undeclared: 1
    findings:
      high: 1
      medium: 2
      low: 1
    nodes: 0
    idle_nodes: 0
    always_on_nodes: 0
    not_read: 0
drift:
  description: What is not as declared, each with C(type), C(name), C(action) and C(reasons) as
    M(mlops.azureml.aml_apply) returns them.
  returned: success
  type: list
  elements: dict
  sample:
    - type: compute
      name: cpu-cluster
      action: update
      reasons:
        - "scale.max_nodes: 2 -> 4"
findings:
  description: What is not as the baseline wants it, the worst first.
  returned: success
  type: list
  elements: dict
  contains:
    rule:
      description: The name of the rule.
      type: str
      sample: instance-idle-shutdown
    severity:
      description: V(high), V(medium) or V(low).
      type: str
      sample: medium
    type:
      description: The type of the resource.
      type: str
      sample: compute
    name:
      description: Its name.
      type: str
      sample: ci-anna
    title:
      description: What is wrong.
      type: str
      sample: The instance never stops when nobody uses it
    fix:
      description: What to set in the module of the type.
      type: str
      sample: "idle_time_before_shutdown: PT1H"
    in_place:
      description: Whether RV(corrections) sets it right.
      type: bool
      sample: true
rules:
  description: Each rule that holds.
  returned: success
  type: list
  elements: dict
  contains:
    rule:
      description: The name of the rule.
      type: str
      sample: instance-idle-shutdown
    severity:
      description: V(high), V(medium) or V(low).
      type: str
      sample: medium
    type:
      description: The type of resource that it is about.
      type: str
      sample: compute
    title:
      description: What is wrong where it is broken.
      type: str
      sample: The instance never stops when nobody uses it
    fix:
      description: What to set in the module of the type.
      type: str
      sample: "idle_time_before_shutdown: PT1H"
    broken:
      description: How many resources break it; null where the type was not read.
      type: int
      sample: 1
corrections:
  description:
    - What sets right those of the findings that can be set right in place, as M(mlops.azureml.aml_apply) takes it in
      its O(mlops.azureml.aml_apply#module:resources).
  returned: success
  type: list
  elements: dict
  sample:
    - type: workspace
      name: ml-prod
      public_network_access: Disabled
"""

from ansible_collections.mlops.azureml.plugins.module_utils.module import report, run_module
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE

TASK = report(ESTATE)


def main() -> None:
    """Write down how a workspace is."""
    run_module(TASK)


if __name__ == "__main__":
    main()
