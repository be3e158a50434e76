# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check mode says exactly what a real run does, and a second run does nothing: for tasks of any options (C09, C11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils.schema import Resource

from ..cloud import Cloud
from ..families import ALL, BY_NAME, COMPUTE, HERE, Family
from ..input.declared import MODULE_NAMES, managed, rights, task_of
from ..types import EVERY
from .wishes import task, where, whole, wishes

Figure = Callable[[str, float], None]
DECLARED = {
    resource.noun: (module, resource)
    for module, resource in managed()
    if resource.plane == "arm" and resource.states[0].word == "present"
}


class Compared:
    """Counts what was compared: a pair of runs counts when the real one succeeded."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.seen: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def step(self, module: str, options: dict[str, Any]) -> bool:
        """Check, then run, then run again. True when the real run succeeded."""
        cloud = self.cloud
        before = cloud.control("GET", "resources")
        cloud.forget()
        predicted = cloud.play(module, options, check_mode=True)
        assert not cloud.writes(), cloud.writes()
        assert cloud.control("GET", "resources") == before
        real = cloud.play(module, options)
        if real.get("failed"):
            self.refused[real["msg"][:300]] += 1
            return False
        assert predicted["changed"] == real["changed"], (options, predicted, real)
        assert predicted["diff"] == real["diff"], (options, predicted["diff"], real["diff"])
        assert predicted["reasons"] == real["reasons"], (options, predicted, real)
        assert bool(cloud.writes()) == real["changed"], (options, real, cloud.writes())
        cloud.forget()
        again = cloud.play(module, options)
        assert not again.get("failed") and not again["changed"] and not cloud.writes(), (options, again, cloud.writes())
        assert again["diff"]["before"] == again["diff"]["after"]
        self.seen["created" if not real["diff"]["before"] else "updated" if real["changed"] else "unchanged"] += 1
        return True

    def tell(self, figure: Figure, least: int, in_place: bool = True) -> None:
        """The figures; and that the made up tasks mostly are ones that the service takes, some of them changes where
        there is something that can be changed.
        """
        done, refused = sum(self.seen.values()), sum(self.refused.values())
        figure("properties.check_equals_real", done)
        figure("properties.check_refused", refused)
        assert done >= least and done >= 2 * refused, (self.seen, self.refused)
        assert self.seen["created"] and bool(self.seen["updated"]) == in_place, self.seen


def by(examples: int) -> settings:
    # Shrinking replays examples for minutes; the figures are of examples that were made up anew.
    return settings(max_examples=examples, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))


@pytest.mark.case("C09")
@pytest.mark.case("C11")
@pytest.mark.parametrize(
    "noun", [pytest.param(noun, marks=[pytest.mark.everything] if noun != "compute" else []) for noun in DECLARED]
)
def test_of_any_options_of_a_declaration(cloud: Cloud, noun: str, everything: bool, figure: Figure) -> None:
    module, resource = DECLARED[noun]
    compared = Compared(cloud)
    family = next((one for one in EVERY if one.module == module), None)
    if family:
        cloud.need(family)
    rows = cloud.control("GET", "resources")["value"]
    place = {**where(resource), **(family.where if family else {})}
    in_place = family is None or family.in_place

    @by(60 if everything else 6)
    @given(st.lists(whole(resource), min_size=3, max_size=3))
    def check(turns: list[dict[str, Any]]) -> None:
        cloud.anew()
        cloud.put(*rows)
        first, second, third = (settable(resource, {**options, **same(resource, turns[0])}) for options in turns)
        fixed = create_only(resource)
        again = [{option: value for option, value in turn.items() if option not in fixed} for turn in (second, third)]
        last = {**third, **REPLACING[noun]} if noun in REPLACING else {**same(resource, first), **again[1]}
        for options in (first, {**same(resource, first), **again[0]}, last):
            if not compared.step(module, {**place, **options}):
                break

    check()
    # Of what cannot be changed there are few tasks at all.
    compared.tell(figure, (100 if in_place else 20) if everything else 5, in_place)


# What lets a task replace a resource whose fixed options differ.
REPLACING: dict[str, dict[str, Any]] = {
    "compute": {"on_immutable": "recreate"},
    "datastore": {"on_immutable": "recreate"},
}


def same(resource: Resource, options: dict[str, Any]) -> dict[str, Any]:
    """The variant, and what it needs: of another type it would be another resource."""
    kept = [resource.union, *(item.option for item in resource.fields if item.required)]
    return {option: options[option] for option in kept if option in options}


def create_only(resource: Resource) -> set[str]:
    """The options that only creation can set, wholly or in part, but for the ones that say what it is."""
    fixed = {item.option for item in resource.fields if item.create_only or any(sub.create_only for sub in item.fields)}
    return fixed - same(resource, dict.fromkeys(fixed)).keys()


def settable(resource: Resource, options: dict[str, Any]) -> dict[str, Any]:
    """The options that the chosen variant has."""
    chosen = options.get(resource.union, "")
    known = {item.option for item in resource.fields if not item.variants or not chosen or chosen in item.variants}
    return {option: value for option, value in options.items() if option in known}


@pytest.mark.case("C09")
@pytest.mark.case("C11")
@pytest.mark.parametrize(
    "family", [pytest.param(one, id=one.name, marks=[pytest.mark.everything] if one != COMPUTE else []) for one in ALL]
)
def test_of_wishes_of_a_family(cloud: Cloud, family: Family, everything: bool, figure: Figure) -> None:
    compared = Compared(cloud)
    cloud.need(family)
    rows = cloud.control("GET", "resources")["value"]

    @by(36 if everything else 4)
    @given(st.lists(wishes(family), min_size=3, max_size=3))
    def check(turns: list[dict[str, Any]]) -> None:
        cloud.anew()
        cloud.put(*rows)
        for wish in turns:
            compared.step(family.module, task(family, wish))

    check()
    assert not compared.refused, compared.refused
    compared.tell(figure, 100 if everything else 8)


@pytest.mark.case("C09")
@pytest.mark.case("C11")
@pytest.mark.everything
def test_of_a_bundle(cloud: Cloud, figure: Figure) -> None:
    compared = Compared(cloud)
    parts = task_of("aml_dependencies").declaration.parts
    names = {
        part.option: {option: part.resource.names[option][1] for option in part.resource.segments} for part in parts
    }
    some = st.fixed_dictionaries({}, optional={part.option: whole(part.resource) for part in parts}).filter(bool)

    @by(20)
    @given(some)
    def check(chosen: dict[str, Any]) -> None:
        cloud.anew()
        fixed = {part.option: create_only(part.resource) for part in parts}
        made = {option: {**names[option], **values} for option, values in chosen.items()}
        if compared.step("aml_dependencies", {"resource_group": "rg", **made}):
            less = {
                option: {name: value for name, value in values.items() if name not in fixed[option]}
                for option, values in made.items()
            }
            tagged = {option: {**values, "tags": {"a": "1"}} for option, values in less.items()}
            compared.step("aml_dependencies", {"resource_group": "rg", **tagged})

    check()
    figure("properties.check_equals_real", sum(compared.seen.values()))
    assert sum(compared.seen.values()) >= 10, (compared.seen, compared.refused)


@pytest.mark.case("C11")
def test_of_an_estate(cloud: Cloud, everything: bool, figure: Figure) -> None:
    """Items of three families at once; of an estate check mode tells the same rows too."""
    nouns = ("compute", "datastore", "model")
    done = 0

    @by(20 if everything else 3)
    @given(st.fixed_dictionaries({noun: wishes(BY_NAME[noun]) for noun in nouns}))
    def check(wish: dict[str, dict[str, Any]]) -> None:
        nonlocal done
        cloud.anew()
        # The kind of an item is its type, so the type of the resource has its other name there.
        items = [{**task(BY_NAME[noun], wish[noun]), "type": noun} for noun in nouns]
        options = {**HERE, "resources": items}
        cloud.forget()
        predicted = cloud.play("aml_apply", options, check_mode=True)
        assert not cloud.writes()
        real = cloud.play("aml_apply", options)
        assert not real.get("failed") and real["changed"] == predicted["changed"], (predicted, real)
        assert [(row["action"], row["changed"]) for row in predicted["resources"]] == [
            (row["action"], row["changed"]) for row in real["resources"]
        ]
        assert real["diff"] == predicted["diff"]
        cloud.forget()
        again = cloud.play("aml_apply", options)
        assert not again.get("failed") and not again["changed"] and not cloud.writes(), (again, cloud.writes())
        done += 1

    check()
    figure("properties.check_equals_real", done)


@pytest.mark.case("C11")
@pytest.mark.parametrize(
    "module", [name for name in MODULE_NAMES if name.endswith("_info") or name in ("aml_export", "aml_report")]
)
def test_readers_change_nothing(cloud: Cloud, module: str) -> None:
    for right in rights(module):
        for _turn in range(2):
            result = cloud.play(module, right.options)
            assert not result["changed"] and not cloud.writes(), (result, cloud.writes())


@pytest.mark.case("C11")
@pytest.mark.parametrize("state", ["registered", "unregistered"])
def test_of_a_provider(cloud: Cloud, state: str) -> None:
    compared = Compared(cloud)
    cloud.config(registered=[])
    for wanted in (state, "registered"):
        options = {"name": "Microsoft.MachineLearningServices", "state": wanted}
        assert compared.step("aml_provider", options), compared.refused
