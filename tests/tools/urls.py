# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/urls.py`` writes the tables of ``docs/migration.md``: which module does what a URL does.

From the declarations, and for what is no resource from the operations that the service publishes.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import yaml

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "migration.md"
MARKS = re.compile(r"(<!-- urls: made by tests/tools/urls.py -->\n).*?(<!-- urls: end -->)", re.DOTALL)
PROVIDER = "Microsoft.MachineLearningServices"
RESOURCES = "| URL | PUT, PATCH, DELETE | GET, also of the list |\n|---|---|---|\n"
OPERATIONS = "\n| POST | by |\n|---|---|\n"


def declared() -> Iterator[Any]:
    """Yield every resource that the collection declares, also where a task chooses between several."""
    names = [path.stem for path in sorted((ROOT / "plugins" / "module_utils" / "resources").glob("[a-z]*.py"))]
    schema = importlib.import_module("plugins.module_utils.schema")
    for name in names:
        for value in vars(importlib.import_module(f"plugins.module_utils.resources.{name}")).values():
            for one in (value, *getattr(value, "candidates", ())):
                if isinstance(one, schema.Resource):
                    yield one


def url(resource: Any) -> str:
    """What tells the URL of a resource from others, with a ``*`` for each name."""
    path = re.sub(r"\{\w+\}", "*", f"{resource.scope.path}/{resource.path}")
    if resource.plane != "arm":
        return f"/{resource.service}/.../{path.rpartition('/workspaces/*/')[2]}"
    return path.rpartition(f"/providers/{PROVIDER}")[2] if f"/{PROVIDER}/" in path else path.partition("/*/")[2]


def module(name: str, parts: frozenset[str], noun: str) -> str:
    """A module where there is one; what a workspace depends on has one together."""
    if coverage.file_of("plugins", "modules", f"{name}.py"):
        return f"`{name}`"
    return "`aml_dependencies`" if noun in parts else ""


def made() -> str:
    """The tables, as they have to be."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    text = (ROOT / "plugins" / "modules" / "aml_dependencies.py").read_text(encoding="utf-8").split('"""')[1]
    parts = frozenset(yaml.safe_load(text)["options"])
    rows: dict[str, str] = {}
    for resource in declared():
        noun = resource.noun
        cells = module(f"aml_{noun}", parts, noun), module(f"aml_{noun}_info", frozenset(), noun)
        rows.setdefault(url(resource), f"| `{url(resource)}` | {cells[0]} | {cells[1]} |\n")
    actions, known = coverage.documented_actions(), coverage.resources()
    posts = {
        operation.partition(" ")[2]: coverage.how(operation, known, actions)
        for operation in coverage.published_names()["operations"]
        if operation.startswith("POST ")
    }
    asked = [f"| `/{path}` | {by} |\n" for path, by in sorted(posts.items()) if by != "none"]
    return RESOURCES + "".join(rows[name] for name in sorted(rows)) + OPERATIONS + "".join(asked)


def page(text: str) -> str:
    """The page with the tables in their place."""
    return MARKS.sub(lambda marks: f"{marks[1]}{made()}{marks[2]}", text)


if __name__ == "__main__":
    TARGET.write_text(page(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
