# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An option that is null, omitted or empty (I10), and one that cannot be changed (I16): for every option there is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ansible_collections.mlops.azureml.plugins.module_utils import errors, inputs, plan
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import fields_spec, without_nulls
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource, applicable
from ansible_collections.mlops.azureml.plugins.module_utils.tree import bury, dig
from tests.unit import generated

from ..cloud import Cloud
from ..families import BY_NAME, Family
from .declared import first_of, managed

EMPTY: dict[str, Any] = {"str": "", "list": [], "dict": {}}
# What the regional service holds is changed by other means than a body that replaces it.
RESOURCES = [
    resource
    for _module, resource in managed()
    if resource.plane == "arm" and any(item.writable for item in resource.fields)
]
# The compute first: it has every kind of option.
RESOURCES.sort(key=lambda resource: resource.noun != "compute")
SETTINGS = settings(suppress_health_check=list(HealthCheck), max_examples=15, phases=(Phase.explicit, Phase.generate))


def there(resource: Resource, params: Mapping[str, Any]) -> dict[str, Any]:
    """The resource as the service shows what the task made, its secrets left out."""
    made = plan.plan(resource, generated.making(resource, dict(params)), None).body
    return shown(resource, made)


def shown(resource: Resource, body: Any) -> dict[str, Any]:
    kept = json.loads(json.dumps(body))
    for item in resource.fields:
        if item.option == "credentials":
            (kept["properties"].get("credentials") or {}).pop("secrets", None)
    return {**kept, "id": generated.path_of(resource), "name": "n1"}


def updated(resource: Resource, current: Mapping[str, Any], planned: plan.Plan) -> Any:
    """What the service makes of a PUT, which replaces, and of a PATCH, which replaces what it names."""
    if planned.method != "PATCH":
        return planned.body
    after: Any = current
    for unit in resource.patch:
        above, _dot, last = unit.rpartition(".")
        # A null that is sent clears.
        if last in (dig(planned.body, above) or {}):
            after = bury(after, unit, dig(planned.body, unit))
    return after


def settable(resource: Resource, params: Mapping[str, Any]) -> Iterator[Field]:
    for item in applicable(resource.fields, str(params.get(resource.union) or "")):
        if item.writable and item.option != resource.union:
            yield item


@pytest.mark.case("I10")
@pytest.mark.parametrize("resource", first_of(RESOURCES, lambda one: f"{one.plane}-{one.noun}"))
def test_omitted_and_null_leave_alone_and_empty_clears(resource: Resource) -> None:
    @SETTINGS
    @given(generated.tasks(resource))
    def check(params: dict[str, Any]) -> None:
        of_every_option(resource, params)

    check()


def of_every_option(resource: Resource, params: dict[str, Any]) -> None:
    current = there(resource, params)
    base = generated.names(resource)
    spec = fields_spec(resource.fields)
    assert plan.plan(resource, base, current).action == plan.NONE
    for item in settable(resource, params):
        null = without_nulls(spec, {**base, item.option: None})
        inputs.check(resource, null)
        assert plan.plan(resource, null, current).action == plan.NONE, item.option
        for option in (sub.option for sub in item.fields if item.type == "dict" and sub.writable):
            # A sub-option that is null in a dict that says nothing else is an omitted dict's.
            inner = without_nulls(spec, {**base, item.option: {option: None}})
            assert inner[item.option] == {}
        if item.type not in EMPTY or item.choices or item.words:
            continue
        emptied = {**base, item.option: EMPTY[item.type], "purge_tags": True}
        try:
            inputs.check(resource, emptied)
            planned = plan.plan(resource, emptied, current)
        except errors.AmlError as error:
            # A refusal to lose a secret names the secret.
            assert isinstance(error, errors.Refused) or str(error).startswith(item.option), (item.option, error)
            assert isinstance(error, (errors.InputError, errors.ImmutableChange, errors.Refused)), error
            continue
        if planned.action == plan.NONE:
            continue
        assert all(change.option.startswith(item.option) for change in planned.changes), planned.reasons
        after = shown(resource, updated(resource, current, planned))
        again = plan.plan(resource, emptied, after)
        assert again.action == plan.NONE, (item.option, planned.reasons, again.reasons)


DECLARED = ("compute", "workspace", "datastore", "model")
CASES = [
    (BY_NAME[noun], item)
    for noun in DECLARED
    for _module, resource in managed()
    if resource.noun == noun and resource.plane == "arm"
    for item in resource.fields
    if item.writable and item.option != resource.union
]


def without(family: Family, item: Field) -> dict[str, Any]:
    """The options that make the family, but for those that are another name of ``item``."""
    return {option: value for option, value in family.present.items() if option not in item.aliases}


@pytest.mark.case("I10")
@pytest.mark.parametrize("family, item", first_of(CASES, lambda one: f"{one[0].name}-{one[1].option}", quick=30))
def test_the_service_agrees(cloud: Cloud, family: Family, item: Field) -> None:
    assert cloud.make(family)["changed"]
    before = cloud.stored(family)
    cloud.forget()
    for value in (None, *([EMPTY[item.type]] if item.type in EMPTY and not (item.choices or item.words) else [])):
        for turn in range(2):
            result = cloud.play(family.module, {**without(family, item), item.option: value})
            if result.get("failed"):
                # Refused for this option, or for another variant's; the same on a rerun, and nothing sent.
                assert item.option in result["msg"], (value, result)
                assert value is not None or "is required" in result["msg"], result
                assert not cloud.writes() and not result["changed"], (value, result, cloud.writes())
            elif value is None or turn:
                assert not result["changed"] and not cloud.writes(), (value, turn, result, cloud.writes())
            cloud.forget()
        if value is None:
            assert cloud.stored(family) == before


def fixed(noun: str) -> list[Field]:
    """The options of the family's resource that only creation can set, and that are one value."""
    resource = next(one for _module, one in managed() if one.noun == noun and one.plane == "arm")
    made = BY_NAME[noun].made
    chosen = str(made.get("compute_type") or made.get("datastore_type") or "")
    own = applicable(resource.fields, chosen)
    return [item for item in own if item.create_only and not item.fields and item.option != resource.union]


def another(item: Field, current: Any) -> Any:
    """A value that ``item`` does not have now, as an option gives it."""
    if item.type == "bool":
        return [value for value in (True, False) if value != bool(current) or current is None][-1]
    if item.words or item.choices:
        known = [option for option, _service in item.words] or list(item.choices)
        return next(word for word in known if str(word).lower() != str(current).lower() and word != item.any_value)
    if item.id_of:
        provider, _slash, kinds = item.id_of.partition("/")
        names = "/".join(f"{kind}/other" for kind in kinds.split("/"))
        return f"{BY_NAME['workspace'].id.partition('/providers/')[0]}/providers/{provider}/{names}"
    if item.type == "dict":
        return {"another": "value"}
    if item.same == "location":
        return "northeurope"
    return {"int": 7, "list": [{"another": "value"}]}.get(item.type, "another")


FIXED = [(BY_NAME[noun], item) for noun in DECLARED for item in fixed(noun)]


@pytest.mark.case("I16")
@pytest.mark.parametrize("family, item", first_of(FIXED, lambda one: f"{one[0].name}-{one[1].option}", quick=12))
def test_what_cannot_be_changed_is_refused(cloud: Cloud, family: Family, item: Field) -> None:
    assert cloud.make(family)["changed"]
    noun = family.name
    present = cloud.read(family)[f"{noun}s"][0].get(item.option)
    wanted = another(item, present)
    before = cloud.stored(family)
    for check_mode in (True, False):
        cloud.forget()
        result = cloud.play(family.module, {**without(family, item), item.option: wanted}, check_mode=check_mode)
        assert result.get("failed") and not result["changed"], (wanted, result)
        assert result["error"]["code"] == "ImmutableChange", result
        assert result["error"]["target"].startswith(item.option), result
        assert "does not change this on an existing" in result["msg"] and "on_immutable" in result["msg"], result
        assert not cloud.writes() and result["outcome"] == "none"
    assert cloud.stored(family) == before


@pytest.mark.case("I16")
def test_another_type_is_another_compute(cloud: Cloud) -> None:
    family = BY_NAME["compute"]
    assert cloud.make(family)["changed"]
    cloud.forget()
    where = {**family.where, "name": family.made["name"]}
    result = cloud.play("aml_compute", {**where, "type": "ComputeInstance", "vm_size": family.made["vm_size"]})
    assert result["failed"] and result["error"] == {**result["error"], "code": "ImmutableChange", "target": "type"}
    assert not cloud.writes()


@pytest.mark.case("I16")
def test_another_size_is_another_cluster_only_when_asked_for(cloud: Cloud) -> None:
    family = BY_NAME["compute"]
    assert cloud.make(family)["changed"]
    cloud.forget()
    refused = cloud.make(family, vm_size="Standard_D3_v2")
    assert "STANDARD_D2_V2" in refused["msg"].upper() and "Standard_D3_v2" in refused["msg"], refused
    assert not cloud.writes()
    made = cloud.make(family, vm_size="Standard_D3_v2", on_immutable="recreate")
    assert made["changed"] and made["compute"]["vm_size"].lower() == "standard_d3_v2", made
    assert [line.partition(" ")[0] for line in cloud.writes()] == ["DELETE", "PUT"]
    cloud.forget()
    assert not cloud.make(family, vm_size="Standard_D3_v2", on_immutable="recreate")["changed"] and not cloud.writes()


@pytest.mark.case("I16")
@pytest.mark.parametrize(
    ("given", "needed"), [({}, "force"), ({"force": True}, "on_soft_deleted"), ({"on_soft_deleted": "purge"}, "force")]
)
def test_another_workspace_needs_more_than_one_word(cloud: Cloud, given: Any, needed: str) -> None:
    family = BY_NAME["workspace"]
    assert cloud.make(family)["changed"]
    cloud.forget()
    result = cloud.make(family, hbi_workspace=True, on_immutable="recreate", **given)
    assert result["failed"] and result["error"]["target"] == needed, result
    assert not cloud.writes()


@pytest.mark.case("I16")
def test_what_a_body_changes_is_the_services_to_refuse(cloud: Cloud, family: Family) -> None:
    """``aml_resource`` knows no type, so it has no word for what cannot be changed: the answer is told as it is."""
    if family.module != "aml_resource" or "location" not in family.made["body"]:
        return
    cloud.need(family)
    assert cloud.make(family)["changed"]
    cloud.forget()
    result = cloud.make(family, body={**family.made["body"], "location": "northeurope"})
    assert result["failed"] and not result["changed"], result
    assert len(cloud.writes()) <= 1
