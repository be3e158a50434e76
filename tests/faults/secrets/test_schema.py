# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Microsoft's schema calls a secret is hidden in every answer and in every argument spec (S03, S04, S06)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils import argspec, redact
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource
from ansible_collections.mlops.azureml.plugins.module_utils.task import Derived, manage

from . import tasks
from .canaries import MIDDLES, Hunt, canary
from .published import MAP_NAMES, MAPS, NAMED, SCHEMA, Place, places

needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason=f"../shared/contract is absent: no {SCHEMA.name}")
PLACES: list[Place] = places() if SCHEMA.is_file() else []
WORDS = st.sampled_from(["ml-prod", "rg_ml", "westeurope", "Standard_DS3_v2", "azureml://datastores/raw/paths/x"])


@needs_schema
def test_all_secrets_of_the_schema_are_known() -> None:
    """The 28 that it flags and the 12 that it does not (reliability 0.4), each in an answer that leads to it."""
    flagged = {
        f"{re.sub(r'__[0-9]+$', '', name)}.{key}"
        for name, node in json.loads(SCHEMA.read_text())["$defs"].items()
        for key, member in node.get("properties", {}).items()
        if isinstance(member, dict) and member.get("x-sensitive")
    }
    assert len(flagged) == 28 and len(NAMED) == 12
    reached = {place.what for place in PLACES}
    assert reached >= flagged | NAMED | MAPS
    assert {what.rpartition(".")[2] for what in reached} >= MAP_NAMES


@needs_schema
def test_each_is_hidden_in_an_answer_that_holds_it(figure: Callable[[str, float], None]) -> None:
    secrets = {f"{place.root} {'.'.join(place.path)}": place for place in PLACES}
    shown = []
    for label, place in secrets.items():
        for kind in MIDDLES:
            secret = canary(label, kind)
            answer = place.answer(secret)
            assert secret in json.dumps(answer, ensure_ascii=False) or json.dumps(secret)[1:-1] in json.dumps(answer)
            hunt = Hunt({label: secret})
            text = json.dumps(redact.tree(answer))
            hunt.look("answer", text)
            shown += hunt.hits
            assert "kept-name" in text
    figure("canaries.checked", len(secrets) * len(MIDDLES))
    figure("canaries.hits", len(shown))
    assert not shown, "\n".join(shown)


@pytest.mark.case("S03")
@needs_schema
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    chosen=st.lists(st.sampled_from(PLACES or [None]), min_size=1, max_size=4),
    kind=st.sampled_from(sorted(MIDDLES)),
    names=st.lists(WORDS, min_size=1, max_size=3),
    known=st.booleans(),
)
def test_no_output_holds_a_secret_and_all_of_it_holds_the_names(
    chosen: list[Place], kind: str, names: list[str], known: bool
) -> None:
    """Of answers with several secrets; of texts that quote them, where the task knows them."""
    secrets = {str(number): canary(f"{number}", kind) for number in range(len(chosen))}
    answers = [place.answer(secrets[str(number)]) for number, place in enumerate(chosen)]
    found = redact.tree({"value": answers, "names": names}, secrets.values() if known else ())
    hunt = Hunt(secrets)
    hunt.look("tree", json.dumps(found))
    assert found["names"] == names and all(item["name"] == "kept-name" for item in found["value"])
    quoted = f"{' '.join(names)}: {json.dumps(answers)} {answers!r} {' '.join(secrets.values())}"
    for number, shape in enumerate((redact.text, redact.line)):
        text = shape(quoted, secrets.values())
        hunt.look(f"text {number}", text)
        assert text.startswith(" ".join(names))
    assert not hunt.hits, hunt.hits


def _declared() -> Iterator[Resource]:
    for kind in ESTATE.kinds:
        yield from (kind.candidates if isinstance(kind, Derived) else (kind,))


def _options(fields: tuple[Field, ...], spec: Any, above: str = "") -> Iterator[tuple[str, Field, Any]]:
    """The REST path of every option at every depth, the option, and its entry of the argument spec."""
    for item in fields:
        path = ".".join(filter(None, (above, item.path)))
        entry = spec.get(item.option)
        yield path, item, entry
        yield from _options(item.fields, (entry or {}).get("options") or {}, path)


@pytest.mark.case("S04")
@needs_schema
@pytest.mark.parametrize("resource", list(_declared()), ids=lambda resource: f"{resource.noun} {resource.plane}")
def test_an_option_that_stands_for_a_secret_is_never_logged(resource: Resource) -> None:
    kind = re.sub(r"/\{[^}]*\}", "", f"{resource.scope.path}/{resource.path}").rpartition("providers/")[2]
    secret = {
        ".".join(step for step in place.path if step != "*").replace("[]", "") for place in PLACES if place.root == kind
    }
    spec = argspec.arguments(manage(resource))
    hidden = argspec.quiet(spec)
    for path, item, entry in _options(resource.fields, spec):
        inside = any(one == path or one.startswith(path + ".") for one in secret)
        if not inside or item.fields:
            continue
        if item.write_only:
            assert entry["no_log"] is True, item.option
        else:
            # A free form around a secret: not logged whole, and what is secret in it is found by its name.
            assert hidden.get(item.option, {}).get("no_log") is True, (item.option, path)
    if kind.endswith("/datastores"):
        assert secret, "the schema has secrets of datastores"


def test_what_only_looks_like_a_secret_says_that_it_is_none() -> None:
    """An option whose name would let Ansible warn, at any depth."""
    for module in tasks.MODULES:
        for name, entry in _entries(argspec.arguments(tasks.task_of(module))):
            if argspec._LOOKS_SECRET.search(name):
                assert "no_log" in entry, f"{module}: {name}"


def _entries(spec: Any) -> Iterator[tuple[str, Any]]:
    for name, entry in spec.items():
        yield name, entry
        yield from _entries(entry.get("options") or {})


def test_of_a_free_map_only_what_sounds_like_a_secret_is_looked_for_elsewhere() -> None:
    """Else a task whose job runs in a region of that name would not name the region any more."""
    body = {"environmentVariables": {"API_TOKEN": canary("token"), "REGION": "westeurope"}, "password": canary("pass")}
    assert set(redact.held(body)) == {canary("token"), canary("pass")}


def test_what_is_hidden_and_given_back_stays_as_it_is() -> None:
    """A reader's answer is a task: what it hides there is no wish to change."""
    from ansible_collections.mlops.azureml.plugins.module_utils import compare, errors, shape

    present = {"properties": {"environmentVariables": {"TOKEN": "a", "MODE": "b"}, "tags": ["x"]}}
    seen = redact.tree(present)
    assert seen["properties"]["environmentVariables"] == {"TOKEN": redact.MASK, "MODE": redact.MASK}
    assert compare.tree_same(seen, present)
    assert shape.merged(present, seen, "body") == present
    changed = {"properties": {"environmentVariables": {"TOKEN": redact.MASK, "MODE": "c"}}}
    (difference,) = compare.tree_differences(changed, present)
    assert difference == ("properties.environmentVariables.MODE", redact.MASK, redact.MASK)
    assert shape.merged(present, changed, "body")["properties"]["environmentVariables"] == {"TOKEN": "a", "MODE": "c"}
    services = [{"name": "s", "environmentVariables": {"A": {"value": "a"}}}]
    assert shape.merged(services, redact.tree(services), "custom_services") == services
    with pytest.raises(errors.InputError, match=r"body.key: .* not shown"):
        shape.merged({}, {"key": redact.MASK}, "body")
