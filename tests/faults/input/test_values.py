# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Durations, numbers, tags and bodies: what is one value in many spellings, and what is refused before any request."""

from __future__ import annotations

import datetime
import time
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.action.aml_resource import ActionModule
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock
from ansible_collections.mlops.azureml.plugins.module_utils.compare import iso_duration

from ..cloud import Cloud
from ..families import BY_NAME, HERE, SUBSCRIPTION, Family
from .declared import MODULE_NAMES, every_field, first_of, managed, rights, task_of

COMPUTE = BY_NAME["compute"]
# The families that have ARM tags of their own; those of aml_resource give a whole body.
TAGGED = ("compute", "workspace")
BIG = 2**63


def fields(wanted: Any) -> list[tuple[str, Any, tuple[str, ...], Any]]:
    """Module, resource, place and field of every field that ``wanted`` says yes to."""
    return [
        (module, resource, place, item)
        for module, resource in managed()
        for place, item in every_field(resource.fields)
        if wanted(item)
    ]


def task_with(module: str, resource: Any, place: tuple[str, ...], item: Any, value: Any) -> dict[str, Any]:
    """The options of a right task with one more value at ``place``."""
    right = next(one for one in rights(module) if one.label.endswith(resource.noun))
    top = next(found for found in resource.fields if found.option == place[0])
    for option in reversed(place[1:]):
        value = {option: value}
    if top.type == "list" and len(place) > 1:
        value = [value]
    union = {resource.union: top.variants[0]} if top.variants else {}
    return {**right.options, **union, place[0]: value}


def label(found: tuple[str, Any, tuple[str, ...], Any]) -> str:
    return f"{found[1].noun}-{'.'.join(found[2])}"


DURATIONS = fields(lambda item: item.same == "duration")
NUMBERS = fields(lambda item: "int" in (item.type, item.elements))


@pytest.mark.case("I05")
class TestDurations:
    def test_there_are_some(self) -> None:
        assert len(DURATIONS) >= 2

    @pytest.mark.parametrize("found", DURATIONS, ids=label)
    @pytest.mark.parametrize(
        "given",
        [
            "P1Y",
            "P1M",
            "P1W",
            "PT-5M",
            "-PT5M",
            "PT",
            "P",
            "T5M",
            "half an hour",
            "1e3",
            "5 m 3",
            "9" * 400,
            "P99999999D",
        ],
    )
    def test_that_are_none_are_refused(self, cloud: Cloud, found: Any, given: str) -> None:
        module, resource, place, item = found
        result = cloud.play(module, task_with(module, resource, place, item, given))
        assert result["failed"] and result["msg"].startswith(".".join(place) + ": "), result
        assert "PT30M" in result["msg"] and "seconds" in result["msg"]
        assert not cloud.emulator.journal()

    def test_of_one_length_are_one(self, cloud: Cloud) -> None:
        made = {**COMPUTE.present, "scale": {"max_nodes": 1, "idle_time_before_scale_down": "PT30M"}}
        assert cloud.play("aml_compute", made)["changed"]
        cloud.forget()
        for same in ("PT30M", "30m", "1800", 1800, "PT1800S", "pt30m", "PT0.5H", "0.5h", "P0DT30M"):
            made["scale"]["idle_time_before_scale_down"] = same
            result = cloud.play("aml_compute", made)
            assert not result.get("failed") and not result["changed"], (same, result)
        assert not cloud.writes()
        for other in ("PT30.5S", "PT0S", "31m"):
            made["scale"]["idle_time_before_scale_down"] = other
            assert cloud.play("aml_compute", made)["changed"], other
            assert not cloud.play("aml_compute", made)["changed"], other

    @pytest.mark.parametrize(
        ("given", "sent"),
        [
            ("PT30M", "PT30M"),
            ("30m", "PT30M"),
            ("1800", "PT30M"),
            ("PT0S", "PT0S"),
            ("PT30.5S", "PT30.5S"),
            ("1d", "PT24H"),
        ],
    )
    def test_are_sent_in_iso_8601(self, given: str, sent: str) -> None:
        assert iso_duration(given) == sent


@pytest.mark.case("I06")
class TestNumbers:
    @pytest.mark.parametrize(("module", "resource", "place", "item"), first_of(NUMBERS, label))
    @pytest.mark.parametrize("given", [-1, BIG, 2**31, "1e400", "x", True, "1.5"], ids=str)
    def test_that_are_none_are_refused(
        self, cloud: Cloud, module: str, resource: Any, place: Any, item: Any, given: Any
    ) -> None:
        value = [given] if item.type == "list" else given
        result = cloud.play(module, task_with(module, resource, place, item, value))
        assert result["failed"] and place[-1] in result["msg"], result
        assert not cloud.emulator.journal()

    @pytest.mark.parametrize("module", first_of(MODULE_NAMES, str, quick=3))
    def test_of_a_task_itself_are_numbers_too(self, cloud: Cloud, module: str) -> None:
        spec = arguments(task_of(module))
        for option in [option for option, entry in spec.items() if "int" in (entry["type"], entry.get("elements"))]:
            for given in (-1, BIG, True, *([0] if option == "wait_timeout" else [])):
                if option == "status_code":
                    given = [given]
                cloud.forget()
                result = cloud.play(module, {**rights(module)[0].options, option: given})
                assert result["failed"] and option in result["msg"], (option, given, result)
                assert not cloud.emulator.journal()

    def test_a_cluster_has_no_more_nodes_at_least_than_at_most(self, cloud: Cloud) -> None:
        result = cloud.make(COMPUTE, scale={"min_nodes": 3, "max_nodes": 2})
        assert result["failed"] and result["msg"].startswith("scale.min_nodes: 3 is more than max_nodes"), result
        assert not cloud.emulator.journal()

    @pytest.mark.parametrize("traffic", [{"blue": 99}, {"blue": 101}, {"green": 100}, {"blue": -1}])
    def test_the_traffic_of_a_body_is_the_services_to_judge(self, cloud: Cloud, traffic: Any) -> None:
        """The endpoint has no module of its own yet: see docs/fault-cases.md."""
        cloud.need(BY_NAME["deployment"])
        assert cloud.make(BY_NAME["deployment"])["changed"]
        cloud.forget()
        endpoint = BY_NAME["endpoint"]
        body = {**endpoint.made["body"], "properties": {"authMode": "Key", "traffic": traffic}}
        result = cloud.make(endpoint, body=body)
        assert result["failed"] and result["status"] == 400 and "traffic" in result["msg"].lower(), result
        assert len(cloud.writes()) == 1 and not result["changed"]


@pytest.mark.case("I07")
class TestSizes:
    @pytest.mark.parametrize("spelled", ["standard_d2_v2", "STANDARD_D2_V2", "Standard_D2_v2"])
    def test_case_does_not_count(self, cloud: Cloud, spelled: str) -> None:
        assert cloud.make(COMPUTE)["changed"]
        cloud.forget()
        result = cloud.make(COMPUTE, vm_size=spelled)
        assert not result.get("failed") and not result["changed"] and not cloud.writes(), result

    def test_an_unknown_one_is_the_services_to_refuse(self, cloud: Cloud) -> None:
        said = "The specified VmSize Standard_Nonsense is not supported in the region westeurope"
        answer = {"status": 400, "code": "BadRequest", "message": said}
        cloud.fault("PUT", COMPUTE.pattern, answer, times=0)
        result = cloud.make(COMPUTE, vm_size="Standard_Nonsense")
        assert result["failed"] and not result["changed"] and result["status"] == 400, result
        assert said in result["msg"] and result["error"]["code"] == "BadRequest", result
        assert len(cloud.writes()) == 1


@pytest.mark.case("I08")
class TestTags:
    @pytest.mark.parametrize("noun", TAGGED)
    @pytest.mark.parametrize(
        "tags",
        [
            {str(number): "x" for number in range(51)},
            {"k" * 513: "x"},
            {"k": "v" * 257},
            {"": "x"},
            *({f"a{character}b": "x"} for character in "<>%&\\?/"),
            {"k": {"a": 1}},
            {"k": ["a"]},
        ],
        ids=["51", "long-key", "long-value", "empty-key", *"<>%&\\?/", "dict", "list"],
    )
    def test_beyond_the_limits_are_refused(self, cloud: Cloud, noun: str, tags: Any) -> None:
        result = cloud.make(BY_NAME[noun], tags=tags)
        assert result["failed"] and result["msg"].startswith("tags: "), result
        assert len(result["msg"]) <= 500
        assert not cloud.emulator.journal()

    def test_of_a_storage_account_have_shorter_names(self, cloud: Cloud) -> None:
        account = {"name": "stfaults2", "tags": {"k" * 129: "x"}}
        result = cloud.play("aml_dependencies", {"resource_group": "rg", "storage_account": account})
        assert result["failed"] and result["msg"].startswith("storage_account.tags: "), result
        assert not cloud.emulator.journal()

    @pytest.mark.parametrize("noun", TAGGED)
    def test_up_to_the_limits_are_taken_and_found_again(self, cloud: Cloud, noun: str) -> None:
        odd = {
            "n": 1,
            "b": True,
            "f": 1.5,
            "none": None,
            "empty": "",
            "k" * 512: "v" * 256,
            "\u00fc \U0001f600": "<>%&\\?/",
        }
        tags = {**odd, **{str(number): number for number in range(50 - len(odd))}}
        made = cloud.make(BY_NAME[noun], tags=tags)
        assert made.get("changed"), made
        stored = cloud.stored(BY_NAME[noun])["tags"]
        assert stored["n"] == "1" and stored["b"] == "true" and stored["f"] == "1.5" and "none" not in stored
        cloud.forget()
        again = cloud.make(BY_NAME[noun], tags=tags)
        assert not again.get("failed") and not again["changed"] and not cloud.writes(), again


def bomb(depth: int = 9) -> Any:
    """As anchors of YAML make it: small in memory, 10 to the power of ``depth`` texts on the wire."""
    value: Any = "lol"
    for _level in range(depth):
        value = {str(number): value for number in range(10)}
    return value


def deep(levels: int) -> Any:
    value: Any = "x"
    for _level in range(levels):
        value = {"a": value}
    return value


# Every option that takes what it does not know.
FREE = [
    ("aml_resource", ("body",), {"resource_id": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/A.B/c/d"}),
    ("aml_rest", ("body",), {"path": "/x", "method": "PUT"}),
    ("aml_rest", ("query",), {"path": "/x"}),
]
for _module, _resource in managed():
    _right = next(one for one in rights(_module) if one.label.endswith(_resource.noun))
    _spec = task_of(_module)
    if _resource.plane == "arm" and any(item.path.startswith("properties.") for item in _resource.fields):
        FREE.append((_module, ("extra_properties",), {**_right.options, "state": "present"}))
    FREE += [
        (_module, place, {**_right.options, **({_resource.union: item.variants[0]} if item.variants else {})})
        for place, item in every_field(_resource.fields)
        if item.same == "tree" and item.type == "dict"
    ]


@pytest.mark.case("I11")
@pytest.mark.parametrize(
    ("module", "place", "options"), first_of(FREE, lambda one: f"{one[0]}-{'.'.join(one[1])}", quick=2)
)
class TestFreeForms:
    @pytest.mark.parametrize(
        ("value", "why"),
        [
            (bomb(), "larger than 4 MiB"),
            ({"a": "x" * 10_000_000}, "larger than 4 MiB"),
            ({"a": ["x"] * 2_000_000}, "larger than 4 MiB"),
            (deep(100), "nested deeper"),
            (deep(100_000), "nested deeper"),
            ({"a": datetime.date(2026, 1, 1)}, "type date"),
            ({"a": datetime.datetime(2026, 1, 1)}, "type datetime"),
            ({"a": [b"bytes"]}, "type bytes"),
            ({"a": {1, 2}}, "type set"),
            ({"a": float("nan")}, "nan"),
            ({"a": float("inf")}, "inf"),
            ({"a": "\ud800"}, "surrogate"),
            ({"\udfff": "a"}, "surrogate"),
        ],
        ids=[
            "bomb",
            "text",
            "list",
            "deep",
            "very-deep",
            "date",
            "datetime",
            "bytes",
            "set",
            "nan",
            "inf",
            "surrogate",
            "key",
        ],
    )
    def test_that_no_request_can_have_are_refused_at_once(
        self, cloud: Cloud, module: str, place: Any, options: Any, value: Any, why: str
    ) -> None:
        for option in reversed(place[1:]):
            value = {option: value}
        began = time.thread_time()
        result = cloud.play(module, {**options, place[0]: value})
        # Of the processor, not of the day: a loaded machine must not decide.
        spent = time.thread_time() - began
        assert result["failed"] and result["msg"].startswith(place[0]) and why in result["msg"], result["msg"]
        assert spent < 1.0, spent
        assert not cloud.emulator.journal()

    def test_of_a_sound_size_are_no_input_error(self, cloud: Cloud, module: str, place: Any, options: Any) -> None:
        value: Any = {"a": deep(40), "b": ["x" * 100_000] * 10, "c": None, "d": 1.5, "e": [True, False, 2**60]}
        for option in reversed(place[1:]):
            value = {option: value}
        result = cloud.play(module, {**options, place[0]: value}, check_mode=True)
        assert result.get("error", {}).get("code") != "InputError" or "is required" in result["msg"], result["msg"]


@pytest.mark.case("I11")
def test_the_front_in_process_does_not_copy_a_bomb() -> None:
    """It copies what Ansible hands over, so it has to look at it first."""
    front = object.__new__(ActionModule)
    began = time.thread_time()
    result = front._in_process("aml_resource", {"body": bomb()}, {}, Clock())
    assert result["failed"] and result["msg"].startswith("body: is larger than 4 MiB"), result
    assert time.thread_time() - began < 1.0


@pytest.mark.case("I11")
def test_an_item_of_an_estate_has_the_bounds_of_a_task(cloud: Cloud, family: Family) -> None:
    item = {"type": "resource", "resource_id": family.id, "body": bomb()}
    result = cloud.play("aml_apply", {**HERE, "resources": [item]})
    assert result["failed"] and result["msg"].startswith("resources: is larger than"), result["msg"]
    assert not cloud.emulator.journal()
