# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resources and documents: ids without case, collections, SQLite."""

from __future__ import annotations

import pytest

from tests.emulator.ids import parse, same_id
from tests.emulator.store import Store

GROUP = "/subscriptions/s/resourceGroups/g"
WORKSPACES = GROUP + "/providers/Microsoft.MachineLearningServices/workspaces"


@pytest.fixture
def store():
    made = Store()
    yield made
    made.close()


def test_ids_compare_without_case_and_leading_slash(store):
    store.put(WORKSPACES + "/WS", {"id": "x"})
    assert store.get(WORKSPACES.lower()[1:] + "/ws/") == {"id": "x"}
    assert same_id(WORKSPACES + "/WS", WORKSPACES.upper()[1:] + "/ws")
    assert not same_id(None, None)


def test_what_is_returned_is_a_copy(store):
    store.put(WORKSPACES + "/ws", {"tags": {}})
    store.get(WORKSPACES + "/ws")["tags"]["a"] = "b"
    assert store.get(WORKSPACES + "/ws") == {"tags": {}}


def test_lists_are_direct_children_in_order_of_creation(store):
    for name in ("b", "a"):
        store.put(f"{WORKSPACES}/{name}", {"name": name})
        store.put(f"{WORKSPACES}/{name}/computes/c", {"name": name + "-c"})
    assert [row["name"] for row in store.list(WORKSPACES)] == ["b", "a"]
    assert len(store.list(WORKSPACES, recursive=True)) == 4
    assert [row["name"] for row in store.children(WORKSPACES + "/a")] == ["a-c"]


def test_resources_are_found_by_type_and_scope(store):
    store.put(WORKSPACES + "/a", {"name": "a"})
    store.put(WORKSPACES.replace("/g/", "/other/") + "/b", {"name": "b"})
    full = "Microsoft.MachineLearningServices/workspaces"
    assert [row["name"] for row in store.of_type(full.upper())] == ["a", "b"]
    assert [row["name"] for row in store.of_type(full, GROUP)] == ["a"]


def test_a_tree_goes_deepest_first(store):
    store.put(WORKSPACES + "/a", {})
    store.put(WORKSPACES + "/a/computes/c", {})
    store.put(WORKSPACES + "/ab", {})
    gone = store.delete_tree(WORKSPACES + "/a")
    assert [key.rpartition("/")[2] for key in gone] == ["c", "a"]
    assert store.exists(WORKSPACES + "/ab")


def test_a_file_is_read_again(tmp_path):
    path = str(tmp_path / "state.db")
    first = Store(path)
    first.put(WORKSPACES + "/ws", {"name": "ws"})
    first.put_doc("runs", "1", {"n": 1})
    first.put_doc("runs", "2", None)
    first.delete_doc("runs", "2")
    first.close()
    second = Store(path)
    assert second.list(WORKSPACES) == [{"name": "ws"}]
    assert second.docs("runs") == {"1": {"n": 1}}
    second.clear()
    assert second.get_doc("runs", "1") is None
    second.close()


@pytest.mark.parametrize("path", ["", "/", "/subscriptions", "/subscriptions/s/resourceGroups", "/tenants/x"])
def test_what_is_no_id_is_not_parsed(path):
    assert parse(path) is None


def test_an_id_is_taken_apart_and_put_together():
    found = parse(WORKSPACES + "/ws/computes/c")
    assert (found.type, found.name) == ("Microsoft.MachineLearningServices/workspaces/computes", "c")
    assert found.path() == WORKSPACES + "/ws/computes/c"
    assert found.parent().path() == WORKSPACES + "/ws"
    assert found.child("x").is_collection
    assert parse(GROUP).type == "Microsoft.Resources/resourceGroups"
