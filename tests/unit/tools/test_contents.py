# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What lists the modules and plugins lists those that there are; the README is short."""

from __future__ import annotations

import re

import contents
import pytest
import yaml

SECTIONS = (
    "Description, Requirements, Installation, Use Cases, Testing, Contributing, Support, Release Notes and Roadmap,"
    " Related Information, License Information"
)
MOST_LINES = 150


@pytest.mark.parametrize("path", contents.made(), ids=lambda path: path.name)
def test_the_lists_are_those_that_are_made(path: contents.Path) -> None:
    assert path.read_text(encoding="utf-8") == contents.made()[path], "run python3 tests/tools/contents.py"


def test_a_module_in_no_area_or_in_two_is_told() -> None:
    rows = [{"area": "One", "about": "", "modules": ["a"]}]
    with pytest.raises(contents.Wrong, match="in no area: aml_b"):
        contents.areas(rows, {"aml_a", "aml_a_info", "aml_b"})
    with pytest.raises(contents.Wrong, match="in two areas: aml_a"):
        contents.areas(rows * 2, {"aml_a"})
    with pytest.raises(contents.Wrong, match="One: no module is named a"):
        contents.areas(rows, {"aml_b"})


def test_the_readme_has_the_sections_of_certification_and_is_short() -> None:
    text = contents.README.read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS.split(", ")
    assert len(text.splitlines()) <= MOST_LINES


def test_the_links_of_the_readme_and_of_the_pages_lead_somewhere() -> None:
    for path in (contents.README, *sorted((contents.ROOT / "docs").glob("*.md"))):
        for target, section in re.findall(r"\]\(([\w./-]+)(?:#([\w-]+))?\)", path.read_text(encoding="utf-8")):
            found = path.parent / target
            assert found.exists(), f"{path.name} links to {target}"
            headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE) if section else []
            assert not section or section in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


def test_each_guide_is_listed_and_has_a_page() -> None:
    folder = contents.AREAS.parent
    listed = yaml.safe_load((folder / "extra-docs.yml").read_text(encoding="utf-8"))["sections"]
    names = sorted(name for row in listed for name in row["toctree"])

    assert names == sorted(path.stem for path in (folder / "rst").glob("*.rst"))
    assert [name for name in names if not (contents.ROOT / "docs" / f"{name}.md").is_file()] == []
