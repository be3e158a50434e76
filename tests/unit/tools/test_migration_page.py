# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``docs/migration.md`` names the module for each URL, and shows what the codemod does."""

from __future__ import annotations

import re
import sys

import urls

sys.path.insert(0, str(urls.ROOT / "playbooks" / "files"))

import migrate  # no package: it is a file of a playbook

PAGE = urls.TARGET.read_text(encoding="utf-8")


def test_its_tables_are_made_from_the_declarations() -> None:
    assert urls.page(PAGE) == PAGE, "python3 tests/tools/urls.py writes them anew"


def test_every_module_that_manages_something_is_in_a_table() -> None:
    table = urls.MARKS.search(PAGE)[0]
    nouns = {resource.noun for resource in urls.declared()}
    missing = {
        name
        for noun in nouns
        for name in (f"aml_{noun}", f"aml_{noun}_info")
        if urls.coverage.file_of("plugins", "modules", f"{name}.py") and f"`{name}`" not in table
    }
    assert not missing


def test_the_difference_that_it_shows_is_what_the_codemod_makes() -> None:
    shown = re.search(r"```diff\n(.*?)```", PAGE, re.DOTALL)[1].splitlines()
    before = "\n".join(line[1:] for line in shown if line[0] in " -")
    after = "\n".join(line[1:] for line in shown if line[0] in " +")
    moved, notes, _tasks = migrate.migrate(before)
    # The example names no size, to be short; the codemod adds the one that it had.
    assert moved.replace("    vm_size: STANDARD_DS3_V2\n", "") == after and len(notes) == 1
