# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves playbooks from the machine learning modules of azure.azcollection to those of mlops.azureml.

    python3 migrate.py [--apply] FILE_OR_FOLDER ...

Prints a unified diff, and a line for each thing that a person has to look at. Without ``--apply`` nothing is written.
What it does not touch stays as it is, byte for byte: comments, blank lines, quotes, line ends. It needs PyYAML. An
option that it does not know is left where it is, and told of; the module then refuses it by name.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import azcollection as known
import yaml
from azcollection import Content, Idle, Manual, Module, To

THEIRS = re.compile(rf"(?:azure\.azcollection\.)?{known.PREFIX}(\w+)")
OURS = "mlops.azureml."
GROUPS = re.compile(r"group/(?:azure\.azcollection\.)?azure")
ENDINGS = (".yml", ".yaml")
TEMPLATE = re.compile(r"\{\{|\{%")
Pair = tuple[yaml.ScalarNode, yaml.Node]


@dataclass
class File:
    """A file while it is looked at: its text, what is to be replaced (from, to, by what), and what is to be told."""

    text: str
    edits: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: list[tuple[int, str]] = field(default_factory=list)
    # The variables that hold a result: what the member with the resource is called, there and here.
    results: dict[str, tuple[str, str]] = field(default_factory=dict)
    defaults: set[int] = field(default_factory=set)
    tasks: int = 0

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def note(self, node: yaml.Node, words: str) -> None:
        row = (node.start_mark.line + 1, words)
        if row not in self.notes:
            self.notes.append(row)

    def edit(self, start: int, end: int, text: str) -> None:
        """Replace a part. Two modules may share their options by an alias; then the first one decides."""
        if self.edits.setdefault((start, end), text) != text:
            line = self.text.count("\n", 0, start) + 1
            row = (line, f"{self.text[start:end]}: two modules share it, which call it {text} and otherwise")
            self.notes.append(row)

    def span(self, key: yaml.Node, value: yaml.Node) -> tuple[int, int]:
        """Where a value is written; that of an alias is the alias and not what it stands for."""
        after = key.end_mark.index
        if value.start_mark.index >= after:
            return value.start_mark.index, self.end(value)
        start = self.text.index("*", after)
        return start, start + len(re.match(r"\*[^\s,}\]]+", self.text[start:])[0])

    def replace(self, key: yaml.ScalarNode, value: yaml.Node, text: str) -> None:
        """Write another value, unless others may refer to the one that is there."""
        start, end = self.span(key, value)
        if self.text[start] in "&*!":
            self.note(key, f"{key.value}: it has an anchor, an alias or a tag, so write {text} by hand")
        else:
            self.edit(start, end, text)

    def end(self, node: yaml.Node) -> int:
        """Where a value ends; PyYAML lets a block end where the next one begins, behind all comments."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        start = node.start_mark.index
        return start + len(self.text[start : node.end_mark.index].rstrip())

    def lines(self, key: yaml.Node, value: yaml.Node) -> tuple[int, int]:
        """The whole lines of an option, from its first character to the end of its last line."""
        start = self.text.rfind("\n", 0, key.start_mark.index) + 1
        end = self.text.find("\n", self.span(key, value)[1])
        return start, len(self.text) if end < 0 else end + 1


def migrate(text: str) -> tuple[str, list[tuple[int, str]], int]:
    """Return the text with the modules of this collection, what is left to do by line, and how many tasks it found.

    :raises yaml.YAMLError: when it is no YAML.
    """
    file = File(text)
    for document in yaml.compose_all(text, Loader=yaml.SafeLoader):
        for node in _mappings(document, set()):
            _look(file, node)
    for (start, end), replacement in sorted(file.edits.items(), reverse=True):
        text = text[:start] + replacement + text[end:]
    if not file.text.endswith("\n"):
        text = text.removesuffix(file.newline)
    for _document in yaml.compose_all(text, Loader=yaml.SafeLoader):
        pass  # What was YAML is YAML.
    return _read_results(text, file), sorted(file.notes), file.tasks


def _mappings(node: yaml.Node | None, seen: set[int]) -> Iterator[yaml.MappingNode]:
    """Yield each mapping once, although an alias shows it in several places."""
    if node is None or id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        yield node
    for item in node.value:
        for child in item if isinstance(item, tuple) else (item,):
            yield from _mappings(child, seen)


def _look(file: File, node: yaml.MappingNode) -> None:
    """Translate the modules that are keys of a mapping: of a task, or of module_defaults."""
    keys = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value == "module_defaults":
            file.defaults.add(id(value))
        if GROUPS.fullmatch(key.value):
            file.note(key, f"{key.value}: give what is common to the group mlops.azureml.aml as well")
        if key.value in ("action", "local_action") and THEIRS.match(_literal(value)):
            file.note(key, f"{key.value}: write the module as the key of the task")
        found = THEIRS.fullmatch(key.value)
        if not found:
            continue
        if found[1] not in known.MODULES:
            file.note(key, f"{key.value}: azure.azcollection 3.21 has no such module")
            continue
        options = keys.get("args") if _empty(value) and "args" in keys else value
        pairs = _task(file, key, options, known.MODULES[found[1]])
        if id(node) not in file.defaults:
            _expected(file, key, known.MODULES[found[1]], pairs)
        registered = keys.get("register")
        if isinstance(registered, yaml.ScalarNode) and known.MODULES[found[1]].results[0]:
            file.results[registered.value] = known.MODULES[found[1]].results


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _literal(node: yaml.Node) -> str:
    """The text of a value, '' for what is no single value."""
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _task(file: File, key: yaml.ScalarNode, options: yaml.Node, module: Module) -> list[Pair]:
    """Translate a module and its options, and return these."""
    file.tasks += 1
    if not isinstance(options, yaml.MappingNode) and not _empty(options):
        file.note(key, f"{key.value}: write its options as a mapping; they were not looked at")
        return []
    pairs = [] if _empty(options) else [pair for pair in options.value if isinstance(pair[0], yaml.ScalarNode)]
    given = {each.value: value for each, value in pairs}
    state = _literal(given["state"]) if "state" in given else ""
    name = module.verbs.get(state, module.name)
    file.edit(key.start_mark.index, key.end_mark.index, OURS + name)
    groups: dict[str, list[tuple[Pair, To]]] = {}
    for pair in pairs:
        option = _option(module, given, pair[0].value)
        try:
            if isinstance(option, To) and "." in option.path:
                _value(pair[1], option)
                groups.setdefault(option.path.partition(".")[0], []).append((pair, option))
            else:
                _single(file, module, pair, option)
        except Unknown as wanted:
            file.note(pair[0], f"{pair[0].value}: {wanted}; it was left as it is")
    for group, members in groups.items():
        _group(file, options, group, members)
    return pairs


def _option(module: Module, given: dict[str, yaml.Node], name: str) -> known.Option | None:
    """What is known of an option; its counterpart may depend on the type of the compute."""
    if module.name == "aml_compute" and name in known.LOGINS:
        kind = _literal(given["type"]) if "type" in given else ""
        of_type = known.LOGIN_OF_COMPUTE.get(kind)
        if of_type is None:
            return Manual("what it is called here depends on the type, which is not given")
        return of_type.get(name, Manual(f"a compute of the type {kind} has none"))
    return module.options.get(name)


def _single(file: File, module: Module, pair: Pair, option: known.Option | None) -> None:
    """Translate an option that stays where it is."""
    key, value = pair
    literal, template = _literal(value), TEMPLATE.search(_literal(value))
    if option is None:
        if key.value != "<<":
            file.note(key, f"{key.value}: azure.azcollection 3.21 documents no such option; it was left as it is")
    elif isinstance(option, Manual):
        file.note(key, f"{key.value}: {option.why}; it was left as it is")
    elif isinstance(option, Idle):
        if option.values and literal.lower() not in option.values:
            file.note(key, f"{key.value}: {option.why}; it was left as it is")
        else:
            _silence(file, pair, option.why)
    elif isinstance(option, Content):
        if template:
            file.note(key, f"{key.value}: call it {option.uri} if it is in Azure, {option.local} if it is a local file")
        in_azure = "://" in literal or literal.startswith("azureml:")
        _rename(file, key, option.uri if in_azure and not template else option.local)
    elif key.value == "state" and literal in module.verbs:
        _silence(file, pair, f"{module.verbs[literal]} does nothing else")
    elif key.value == "state" and literal in module.states:
        name, word = module.states[literal]
        _rename(file, key, name)
        file.replace(key, value, word)
    else:
        changed = _value(value, option)
        if option.form == "only" and isinstance(value, yaml.SequenceNode):
            file.edit(key.start_mark.index, file.span(key, value)[1], f"{option.path}: {changed}")
            return
        _rename(file, key, option.path)
        if changed is not None:
            file.replace(key, value, changed)


def _rename(file: File, key: yaml.ScalarNode, name: str) -> None:
    if key.value != name:
        file.edit(key.start_mark.index, key.end_mark.index, name)


class Unknown(Exception):
    """Nobody can say what a value is called here; the text says what it would have to be."""


def _value(value: yaml.Node, option: To) -> str | None:
    """Return the text of a value as it is called here, None when it stays. :raises Unknown:"""
    literal = _literal(value)
    if option.form == "only":
        rows = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if len(rows) != 1 or _literal(rows[0]) not in option.values:
            raise Unknown(f"{option.path} takes one of {', '.join(option.values.values())}")
        return option.values[_literal(rows[0])]
    if TEMPLATE.search(literal) and (option.values or option.form):
        raise Unknown(_wanted(option))
    if option.form == "seconds":
        return f"{literal}s" if literal.isdigit() else None
    if option.form == "text_of":
        if re.search(r"['\"\\]", literal):
            raise Unknown(_wanted(option))
        return f"\"{{{{ lookup('ansible.builtin.file', '{literal}') | from_json }}}}\""
    if not option.values or literal in option.values.values():
        return None
    if literal.lower() not in option.values:
        raise Unknown(f"{literal} is none of {', '.join(option.values)}")
    return option.values[literal.lower()]


def _wanted(option: To) -> str:
    if option.form == "seconds":
        return "it is a duration here, such as 120s"
    if option.form == "text_of":
        return f"{option.path} is what is in the file"
    return "its values are called " + ", ".join(dict.fromkeys(option.values.values())) + " here"


def _alone(file: File, pair: Pair) -> bool:
    """Whether an option has its line to itself, so that a # before it silences all of it."""
    start, end = file.lines(*pair)
    return "\n" not in file.text[start : end - 1] and not file.text[start : pair[0].start_mark.index].strip()


def _silence(file: File, pair: Pair, why: str) -> None:
    """Make a comment of an option that says nothing here."""
    key = pair[0]
    if _alone(file, pair):
        file.edit(key.start_mark.index, key.start_mark.index, "# ")
        file.note(key, f"{key.value}: it has no counterpart and is a comment now: {why}")
    else:
        file.note(key, f"{key.value}: leave it out: {why}")


def _group(file: File, options: yaml.MappingNode, group: str, members: list[tuple[Pair, To]]) -> None:
    """Put options that are members of one option here below it, where the first of them was."""
    (first, _value_of_first), _option_of_first = members[0]
    if options.flow_style or not all(file.lines(*pair)[0] == _indent_start(file, pair[0]) for pair, _option in members):
        names = ", ".join(pair[0].value for pair, _option in members)
        file.note(first, f"{names}: write them as members of {group}; that was not done in a mapping on one line")
        return
    indent = " " * first.start_mark.column
    whole = f"{indent}{group}:{file.newline}"
    for (key, value), option in members:
        start, end = file.lines(key, value)
        value_start, value_end = file.span(key, value)
        changed = _value(value, option)
        if changed is not None and file.text[value_start] in "&*!":
            file.note(key, f"{key.value}: it has an anchor, an alias or a tag, so write {changed} by hand")
            changed = None
        shown = file.text[value_start:value_end] if changed is None else changed
        between = file.text[key.end_mark.index : value_start]
        rest = file.text[value_end:end]
        lines = f"{file.text[start : key.start_mark.index]}{option.path.rpartition('.')[2]}{between}{shown}{rest}"
        whole += "".join(f"  {line}" if line.strip() else line for line in lines.splitlines(keepends=True))
        if not whole.endswith("\n"):
            whole += file.newline
        if key is not first:
            file.edit(start, end, "")
    file.edit(*file.lines(*members[0][0]), whole)


def _indent_start(file: File, key: yaml.Node) -> int:
    """The start of the line, where nothing but blanks stands before the key; -1 otherwise."""
    start = file.text.rfind("\n", 0, key.start_mark.index) + 1
    return start if not file.text[start : key.start_mark.index].strip() else -1


def _expected(file: File, key: yaml.ScalarNode, module: Module, pairs: list[Pair]) -> None:
    """What their modules have a default for and ours want to be told."""
    given = {each.value: value for each, value in pairs}
    if given.get("state") is not None and _literal(given["state"]) != "present":
        return
    if module.name == "aml_compute" and "type" in given and not {"size", "resource_definition"} & given.keys():
        pair = next(pair for pair in pairs if pair[0].value == "type")
        if _alone(file, pair):
            indent = " " * pair[0].start_mark.column
            end = file.lines(*pair)[1]
            start = "" if file.text[end - 1 : end] == "\n" else file.newline
            file.edit(end, end, f"{start}{indent}vm_size: {known.SIZE}{file.newline}")
        file.note(key, f"vm_size: {known.SIZE} is what a compute without a size got")
    if known.OF_A_VERSION & given.keys() and not {"version", "resource_definition", "label"} & given.keys():
        file.note(key, "version: has to be given; theirs counts them up, and a task here makes the same one again")
    if module.name.endswith("_invoke") and "name" not in given:
        file.note(key, "name: the name of the endpoint has to be given")
    dependencies = {"storage_account", "key_vault", "hub_id"}
    if module.name == "aml_workspace" and not dependencies & given.keys():
        file.note(key, "storage_account, key_vault: a new workspace needs them; aml_dependencies makes both")


def _read_results(text: str, file: File) -> str:
    """Rename the member of a registered result that holds the resource, and tell where it is read."""
    for name, (theirs, ours) in file.results.items():
        member = re.compile(rf"(?<![\w.])({re.escape(name)})(\.{theirs}\b|\[(['\"]){theirs}\3\])")

        def renamed(found: re.Match[str], ours: str = ours) -> str:
            return found[1] + (f".{ours}" if found[2].startswith(".") else f"[{found[3]}{ours}{found[3]}]")

        for number, line in enumerate(file.text.splitlines(), 1):
            if member.search(line):
                file.notes.append((number, f"{name}.{theirs} is {name}.{ours} now; look at what is read of it"))
        text = member.sub(renamed, text)
    return text


def files(places: Iterable[str]) -> Iterator[Path]:
    """Yield the files that are named, and all YAML files below the folders that are."""
    for place in map(Path, places):
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.suffix in ENDINGS and path.is_file())
        else:
            yield place


def main() -> int:
    """Return the exit status: 0, or 2 when a file that was named could not be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", nargs="+", metavar="FILE_OR_FOLDER")
    parser.add_argument("--apply", action="store_true", help="write the files")
    given = parser.parse_args()
    status = changed = tasks = left = 0
    for path in files(given.place):
        try:
            # Line ends are kept as they are.
            text = path.read_bytes().decode()
            moved, notes, found = migrate(text)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            print(f"{path}: not read: {' '.join(str(error).split())}")
            status = 2
            continue
        tasks, left = tasks + found, left + len(notes)
        if moved != text:
            changed += 1
            sys.stdout.writelines(_diff(path, text, moved))
            if given.apply:
                path.write_bytes(moved.encode())
        for line, words in notes:
            print(f"{path}:{line}: {words}")
    verb = "moved" if given.apply else "to move"
    print(f"{changed} files {verb}, {tasks} tasks found, {left} things to look at")
    return status


def _diff(path: Path, before: str, after: str) -> Iterator[str]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, f"{path}", f"{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


if __name__ == "__main__":
    sys.exit(main())
