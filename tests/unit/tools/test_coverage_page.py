# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``docs/coverage.md`` says what there is, nothing is missing without a reason, and no reason is left over."""

from __future__ import annotations

import re

import coverage
import pytest
import schema_names

PUBLISHED = coverage.published_names()
DECLARED = coverage.resources()
# What tasks make; the features of a feature set come with it.
MANAGED = [operation.split()[1] for operation in PUBLISHED["operations"] if operation.startswith("PUT ")]
GAPS = {(kind, leaf) for kind, leaves in PUBLISHED["types"].items() for leaf in coverage.gaps(DECLARED[kind], leaves)}


def test_the_page_is_made_from_the_declarations() -> None:
    made = "python3 tests/tools/coverage.py writes it anew"
    assert coverage.TARGET.read_text(encoding="utf-8") == coverage.made(), made


def test_the_names_are_those_of_the_schema() -> None:
    try:
        published = schema_names.made()
    except FileNotFoundError as error:
        pytest.skip(f"../shared/contract is absent: no {error.filename.rpartition('/')[2]}")
    assert published == PUBLISHED, "python3 tests/tools/schema_names.py writes them anew"


def test_every_type_has_a_declaration_a_module_and_a_reader() -> None:
    assert len(MANAGED) == 40
    for path in MANAGED:
        noun = DECLARED["/".join(path.split("/")[::2])].noun
        for module in (f"aml_{noun}", f"aml_{noun}_info"):
            assert coverage.file_of("plugins", "modules", f"{module}.py"), f"{path} has no {module}"


def test_every_property_without_an_option_has_a_reason() -> None:
    assert [(kind, leaf) for kind, leaf in sorted(GAPS) if not coverage.reason(kind, leaf)] == []


def test_every_reason_is_needed() -> None:
    plain = {(kind, re.sub(r"\(\w+\)", "", leaf)) for kind, leaf in GAPS}
    used = {leaf for _kind, leaf in plain} | {f"{kind}: {leaf}" for kind, leaf in plain}
    assert coverage.REASONS.keys() - used == set()
    assert coverage.NOT_TAKEN.keys() - set(PUBLISHED["operations"]) == set()


@pytest.mark.parametrize(
    ("place", "leaf", "covered"),
    [
        (("a.b", (), False), "a.b", True),
        (("a.b", (), False), "a.b.c", False),
        (("a.b", (), True), "a.b.c", True),
        (("a.b", (), True), "a.b[].c", True),
        (("a.b", (), True), "a.bc", False),
        (("a.b", (({"X"}, {"X", "Y"}),), False), "a(X).b", True),
        (("a.b", (({"X"}, {"X", "Y"}),), False), "a(Y).b", False),
        # Options that exclude each other where the service has one object.
        (("a.b", (({"X"}, {"X", "Y"}),), False), "a.b", True),
    ],
)
def test_an_option_covers_what_it_sets(place, leaf: str, covered: bool) -> None:
    path, words, whole = place
    assert coverage.Place(path, words, whole).covers(leaf) is covered
