# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 tests/tools/samples.py FOLDER`` puts samples into the RETURN of the modules, out of what their examples
returned on the emulator.

``FOLDER`` holds a file of results for each module, which ``tests/integration/test_examples.py`` leaves in
``tests/output/samples`` of the copy that it runs in. The same test compares, and says when this has to be done. A
sample that fits stays.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "plugins" / "modules"
RETURN = re.compile(r'(?<=^RETURN = r""")(.*?)(?=""")', re.MULTILINE | re.DOTALL)
WIDTH = 118
# Where the emulator is, and what is there on Azure. A checksum looks like a secret to who looks for secrets.
REPLACED = (
    (re.compile(r"https://127\.0\.0\.1:\d+/(st\w+)/"), r"https://\1.blob.core.windows.net/"),
    (re.compile(r"127\.0\.0\.1:\d+"), "westeurope.api.azureml.ms"),
    (re.compile(r'"[0-9a-f]{64}"'), f'"{"0" * 64}"'),
)


def noted(results: list[Mapping[str, Any]], documented: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Every value that ``results`` have for a key of RETURN that has no others below it, by its dotted path."""
    found: dict[str, list[Any]] = {path: [] for path, _entry in leaves(documented)}
    for result in results:
        _note(result, documented, "", found)
    return found


def _note(value: Mapping[str, Any], documented: Mapping[str, Any], where: str, found: dict[str, list[Any]]) -> None:
    for key in value.keys() & documented.keys():
        inner = documented[key].get("contains")
        if not inner:
            found[where + key].append(value[key])
            continue
        for element in value[key] if isinstance(value[key], list) else [value[key]]:
            if isinstance(element, Mapping):
                _note(element, inner, f"{where}{key}.", found)


def leaves(documented: Mapping[str, Any], where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each key of RETURN that has no others below it, by its dotted path."""
    for key, entry in documented.items():
        if entry.get("contains"):
            yield from leaves(entry["contains"], f"{where}{key}.")
        else:
            yield where + key, entry


def unfit(sample: Any, values: list[Any]) -> str:
    """What a sample has against it, after a run that returned ``values``; empty when it may stay."""
    if all(empty(value) for value in values):
        return ""
    if empty(sample):
        return "has no sample, and the examples return one"
    strange = members(sample) - {name for value in values for name in members(value)}
    return f"shows {', '.join(sorted(strange))}, which no example returns" if strange else ""


def wanted(
    documented: Mapping[str, Any], values: Mapping[str, list[Any]], sibling: Mapping[str, list[Any]]
) -> dict[str, Any]:
    """The samples that RETURN lacks, by dotted path.

    :param sibling: what the module of the same noun returned, for what this one does not show. It returns the same
        below another name.
    """
    found = {}
    others = {path.partition(".")[2]: returned for path, returned in sibling.items()}
    for path, entry in leaves(documented):
        sample, below = entry.get("sample"), path.partition(".")[2]
        for returned in (values[path], others.get(below, []) if below and empty(sample) else []):
            if path not in found and unfit(sample, returned):
                found[path] = chosen(returned)
    return found


def empty(value: Any) -> bool:
    """Whether a value shows nothing."""
    return value is None or value == "" or value == [] or value == {}


def members(value: Any, where: str = "") -> set[str]:
    """The names in a value, at any depth."""
    if isinstance(value, list):
        return {name for element in value for name in members(element, where)}
    if not isinstance(value, Mapping):
        return set()
    return {name for key, inner in value.items() for name in {f"{where}{key}", *members(inner, f"{where}{key}.")}}


def chosen(values: list[Any]) -> Any:
    """The shortest value that shows something, as it is on Azure."""
    text = min((json.dumps(value) for value in values if not empty(value)), key=len, default="null")
    for pattern, there in REPLACED:
        text = pattern.sub(there, text)
    return json.loads(text)


def with_samples(source: str, samples: Mapping[str, Any]) -> str:
    """The source of a module with other samples, by the dotted paths of their keys."""
    block = RETURN.search(source)
    text = block[1]
    places = {path: node for path, node in _entries(yaml.compose(text)) if path in samples}
    for path, entry in sorted(places.items(), key=lambda item: -item[1].start_mark.index):
        spans = {key.value: (key, value) for key, value in entry.value}
        column = entry.start_mark.column
        written = _lines(samples[path], column)
        if "sample" in spans:
            key, value = spans["sample"]
            begin, end = key.start_mark.index, value.end_mark.index
        else:
            begin, end = entry.start_mark.index, entry.end_mark.index
        # What ends a mapping may be some lines further down, at what comes after it.
        end -= len(text[begin:end]) - len(text[begin:end].rstrip())
        if "sample" not in spans:
            begin, written = end, f"\n{' ' * column}{written}"
        text = text[:begin] + written + text[end:]
    return source[: block.start()] + text + source[block.end() :]


def _entries(node: yaml.MappingNode, where: str = "") -> Iterator[tuple[str, yaml.MappingNode]]:
    for key, entry in node.value:
        yield where + key.value, entry
        for name, inner in entry.value:
            if name.value == "contains":
                yield from _entries(inner, f"{where}{key.value}.")


class _Dumper(yaml.SafeDumper):
    """Indents lists, and breaks long texts that have no spaces."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if len(value) > 60 else None)


_Dumper.add_representer(str, _text)


def _lines(sample: Any, column: int) -> str:
    dumped = yaml.dump({"sample": sample}, Dumper=_Dumper, sort_keys=False, width=10**6, allow_unicode=True)
    lines = [" " * column + line for line in dumped.splitlines()]
    return "\n".join(part for line in lines for part in _folded(line)).lstrip()


def _folded(line: str) -> Iterator[str]:
    """A line, broken within its text in double quotes as often as it is too long."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    while len(line) > WIDTH:
        end = WIDTH - 1
        while line[end - 1] in "\\ ":  # Neither within an escape, nor before a space, which would be lost.
            end -= 1
        end -= line[end] == " "
        yield line[:end] + "\\"
        line = indent + line[end:]
    yield line


def main() -> int:
    """Return the exit status."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    runs = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(sys.argv[1]).glob("*.json")}
    sources = {name: (MODULES / f"{name}.py").read_text(encoding="utf-8") for name in sorted(runs)}
    documented = {name: yaml.safe_load(RETURN.search(source)[1]) for name, source in sources.items()}
    values = {name: noted(runs[name], documented[name]) for name in sources}
    for name, source in sources.items():
        sibling = name.removesuffix("_info") if name.endswith("_info") else f"{name}_info"
        found = wanted(documented[name], values[name], values.get(sibling, {}))
        if found:
            (MODULES / f"{name}.py").write_text(with_samples(source, found), encoding="utf-8")
            print(f"{name}: {', '.join(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
