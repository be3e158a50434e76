# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How resources become hosts: names, groups and how they are reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.plugin_utils import hosts

STYLE = hosts.Style("aml_", "public", "/usr/bin/python3")
ROW = {"yields": "workspaces", "name": "ws", "workspace": "ws", "resource_group": "rg", "subscription_id": "s"}
ROW = {**ROW, "kind": "default", "state": "Succeeded", "location": "westeurope", "id": "/ws"}
INSTANCE = {
    **ROW,
    "yields": "compute_instances",
    "name": "dev",
    "kind": "compute_instance",
    "state": "Running",
    "ssh": {"public_access": "Enabled"},
    "ssh_port": 50000,
    "ssh_user_name": "azureuser",
    "connectivity_endpoints": {"publicIpAddress": "203.0.113.1", "privateIpAddress": "10.0.0.4"},
}


def test_the_scope_is_there_under_the_names_of_the_options_whatever_the_prefix():
    for prefix in ("aml_", "", "other_"):
        found = hosts.variables(ROW, hosts.Style(prefix, "public", "python"))
        assert [found[option] for option in hosts.SCOPE] == ["s", "rg", "ws"]
        assert found[f"{prefix}location"] == "westeurope" and found["ansible_connection"] == "local"


@pytest.mark.parametrize(
    ("change", "reachable"),
    [
        ({}, True),
        ({"state": "JobRunning"}, True),
        ({"state": "Stopped"}, False),
        ({"state": None}, False),
        ({"ssh": None}, False),
        ({"ssh_port": None}, False),
        ({"ssh_port": True}, False),
        ({"ssh_port": 70000}, False),
        ({"connectivity_endpoints": None}, False),
        ({"connectivity_endpoints": {"publicIpAddress": "host.example"}}, False),
        ({"connectivity_endpoints": {"publicIpAddress": "2001:db8::1"}}, True),
    ],
    ids=str,
)
def test_who_can_be_reached(change, reachable):
    assert hosts.is_reachable({**INSTANCE, **change}, STYLE) is reachable


@pytest.mark.parametrize("user", ["-oProxyCommand=x", "a b", "", None, 7, "a" * 65, "us\ner"])
def test_a_user_that_is_none_is_not_handed_to_ssh(user):
    assert "ansible_user" not in hosts.variables({**INSTANCE, "ssh_user_name": user}, STYLE)


@given(some.text())
def test_a_name_holds_no_template_and_no_pattern(text):
    assert not set(hosts.host_name(text)) & set("{}%#[]:,!&*'\" \n")
    assert all(character.isalnum() or character == "_" for character in hosts.group_name(text))


def test_names_are_told_apart_by_what_differs_first():
    def row(**change):
        return {**ROW, **change}

    online, batch = row(kind="online_endpoint"), row(kind="batch_endpoint")
    assert hosts.unique([("a", online), ("a", batch), ("b", online)]) == [
        "a--online_endpoint",
        "a--batch_endpoint",
        "b",
    ]
    groups = [("a", row(resource_group="one")), ("a", row(resource_group="two"))]
    assert hosts.unique(groups) == ["a--one", "a--two"]
    both = [*groups, ("a", row(resource_group="one", subscription_id="t"))]
    assert hosts.unique(both) == ["a--one--s", "a--two", "a--one--t"]
    with pytest.raises(InputError, match="hostnames: 'a' is the name of both /1 and /2"):
        hosts.unique([("a", row(id="/1")), ("a", row(id="/2"))])


@pytest.mark.parametrize("prefix", ["ansible_", "a-b", "1", "a b", "{{ x }}"])
def test_a_prefix_that_makes_no_names_is_refused(prefix):
    with pytest.raises(InputError, match="hostvars_prefix"):
        hosts.check_prefix(prefix)
