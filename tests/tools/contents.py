# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/contents.py`` writes what lists the modules, plugins, roles and playbooks: the tables between
the markers of ``README.md``, and ``docs/modules.md``. A test says when it has to.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGE = ROOT / "docs" / "modules.md"
REPORT = ROOT / "docs" / "report.md"
AREAS = ROOT / "docs" / "docsite" / "areas.yml"

KINDS = ("filter", "test", "lookup", "inventory")
ABOUT = re.compile(r"^short_description: (.+)$", re.MULTILINE)
TABLES = re.compile(r"(<!-- tables[^\n]*-->\n).*?(<!-- end of the tables -->)", re.DOTALL)
OPENING = """\
<!-- Made by tests/tools/contents.py; do not edit. -->
# Modules by area, plugins, roles and playbooks

`ansible-doc mlops.azureml.<name>` shows the options, examples and results of a module, `ansible-doc -t filter ...`
those of a filter, and so on.
"""


class Wrong(Exception):
    """The list of areas is not that of the modules; the text says where."""


@dataclass(frozen=True)
class Area:
    """Modules that belong together, those that change something and those that only read, and what each is for."""

    name: str
    about: str
    managers: tuple[str, ...]
    readers: tuple[str, ...]


def areas(listed: Iterable[dict[str, object]], modules: set[str]) -> list[Area]:
    """The areas of ``listed``, with every one of ``modules``. :raises Wrong: unless each module is in one area."""
    found, seen = [], []
    for row in listed:
        names = [name for noun in row["modules"] for name in (f"aml_{noun}", f"aml_{noun}_info") if name in modules]
        lost = [noun for noun in row["modules"] if not {f"aml_{noun}", f"aml_{noun}_info"} & modules]
        if lost:
            raise Wrong(f"{row['area']}: no module is named {', '.join(lost)}")
        seen += names
        managers = tuple(name for name in names if not reads(name))
        found.append(Area(row["area"], row["about"], managers, tuple(name for name in names if reads(name))))
    if missing := sorted(modules - set(seen)):
        raise Wrong(f"in no area: {', '.join(missing)}")
    if twice := sorted({name for name in seen if seen.count(name) > 1}):
        raise Wrong(f"in two areas: {', '.join(twice)}")
    return found


def reads(module: str) -> bool:
    """Whether a module only reads."""
    return module.endswith("_info") or module in ("aml_export", "aml_doctor", "aml_gate")


def tables(found: list[Area], plugins: dict[str, dict[str, str]], playbooks: Iterable[str]) -> str:
    """The tables of the README: an area a row, and a kind of plugin a row."""
    rows = [
        f"| [{area.name}](docs/modules.md#{anchor(area.name)}) | {code(area.managers)} | {code(area.readers)} |"
        for area in found
    ]
    lines = ["| area | change | read |", "|---|---|---|", *rows, "", "| kind | plugins |", "|---|---|"]
    lines += [f"| [{kind}](docs/modules.md#{kind}) | {code(names)} |" for kind, names in plugins.items()]
    lines.append(f"| [playbook](docs/modules.md#playbooks) | {code(playbooks)} |")
    return "\n".join(lines) + "\n"


def page(
    found: list[Area], about: dict[str, str], plugins: dict[str, dict[str, str]], playbooks: dict[str, str]
) -> str:
    """``docs/modules.md``."""
    parts = [OPENING]
    for area in found:
        rows = {name: about[name] for name in (*area.managers, *area.readers)}
        parts.append(f"\n## {area.name}\n\n{area.about[0].upper()}{area.about[1:]}.\n\n{listing('module', rows)}")
    parts += [f"\n## {kind.capitalize()}\n\n{listing(kind, names)}" for kind, names in plugins.items()]
    lines = [f"| `mlops.azureml.{name}` | {words} |\n" for name, words in playbooks.items()]
    return "".join([*parts, "\n## Playbooks\n\n| playbook | does |\n|---|---|\n", *lines])


def listing(kind: str, rows: dict[str, str]) -> str:
    """A table of names and what they do. The kind stands before a name that a module may have as well."""
    before = "" if kind == "module" else f"{kind} "
    lines = [f"| {before}`{name}` | {about} |\n" for name, about in rows.items()]
    return "".join([f"| {kind} | does |\n|---|---|\n", *lines])


def code(names: Iterable[str]) -> str:
    """Names, one beside the other."""
    return ", ".join(f"`{name}`" for name in names)


def anchor(heading: str) -> str:
    """What a heading is called in a link."""
    return heading.lower().replace(" ", "-")


def described(folder: str) -> dict[str, str]:
    """The modules or plugins of a folder, by name, with their short descriptions."""
    found = {}
    for path in sorted((ROOT / "plugins" / folder).glob("[a-z]*.py")):
        found[path.stem] = ABOUT.search(path.read_text(encoding="utf-8"))[1].strip("'\"")
    return found


def roles() -> dict[str, str]:
    """The roles, by name, with their short descriptions."""
    paths = sorted((ROOT / "roles").glob("*/meta/argument_specs.yml"))
    specs = {path.parts[-3]: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
    return {name: spec["argument_specs"]["main"]["short_description"] for name, spec in specs.items()}


def played() -> dict[str, str]:
    """The playbooks, by name, with the first sentence of the comment that each begins with."""
    found = {}
    for path in sorted((ROOT / "playbooks").glob("*.yml")):
        comment = " ".join(
            re.findall(r"^# ?(.*)$", path.read_text(encoding="utf-8").partition("\n#\n")[0], re.MULTILINE)
        )
        found[path.stem] = comment.partition(". ")[0].rstrip(".")
    return found


def made() -> dict[Path, str]:
    """Each file with what must be in it. :raises Wrong: when a module is in no area."""
    about = described("modules")
    found = areas(yaml.safe_load(AREAS.read_text(encoding="utf-8")), set(about))
    plugins = {**{kind: described(kind) for kind in KINDS}, "role": roles()}
    inner = tables(found, plugins, played()).replace("\\", r"\\")
    readme = TABLES.sub(rf"\g<1>{inner}\g<2>", README.read_text(encoding="utf-8"))
    return {README: readme, PAGE: page(found, about, plugins, played()), REPORT: ruled()}


def ruled() -> str:
    """``docs/report.md`` with the rules of the baseline in the table between its markers."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    lines = ["| rule | severity | about | what is wrong | what to set | in place |", "|---|---|---|---|---|---|"]
    for rule in importlib.import_module("plugins.module_utils.baseline").RULES:
        told = (f"`{rule.id}`", rule.severity, rule.noun.replace("_", " "), rule.title, rule.fix)
        lines.append(f"| {' | '.join(told)} | {'yes' if rule.sets else ''} |")
    inner = "\n".join(lines) + "\n"
    return TABLES.sub(rf"\g<1>{inner}\g<2>", REPORT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text, encoding="utf-8")
    sys.exit(0)
