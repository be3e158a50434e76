# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a definition, and what lies beside it, where the task runs."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from .. import bounds, files
from ..errors import InputError


@dataclass(frozen=True)
class Opened:
    """A definition as it was read. ``folder`` is what its relative paths are relative to."""

    document: Any = field(repr=False)
    folder: str


def opened(given: Any) -> Opened:
    """The definition that the task gives, as a map, as the path of a file, or as what is in one: no path has lines, and
    of what is no path nothing may be told, because there may be a secret in it.

    :raises InputError: there is no such file, it is no YAML, or it holds something else than a map.
    """
    if isinstance(given, dict):
        return Opened(given, os.getcwd())
    if not isinstance(given, str):
        raise InputError("definition", "must be a map or the path of a file")
    if "\n" in given:
        return Opened(_map(given, "definition", "it"), os.getcwd())
    path = os.path.abspath(os.path.expanduser(given))
    return Opened(load(path, "definition"), os.path.dirname(path))


def load(path: str, at: str) -> Any:
    """The map in a YAML file. :raises InputError: naming ``at``."""
    return _map(text(path, at), at, path)


def _map(source: str, at: str, where: str) -> dict[Any, Any]:
    """The map that a YAML text says. :raises InputError: naming ``at`` and ``where`` it is."""
    found = parsed(source, at)
    if not isinstance(found, dict) or not found:
        raise InputError(at, f"{where} is empty" if not found else f"{where} holds no map")
    return found


def parsed(source: str, at: str) -> Any:
    """What a YAML text says. :raises InputError: it is no YAML, names a key twice, or unfolds to too much."""
    yaml = _yaml(at)

    class Strict(yaml.SafeLoader):  # type: ignore[misc]
        """A safe loader that takes no key twice: which of the two counts, the reader cannot see."""

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen = set()
            for key, _value in node.value:
                name = (key.tag, key.value) if isinstance(key, yaml.ScalarNode) else None
                if name in seen and not key.tag.endswith(":merge"):
                    raise yaml.constructor.ConstructorError(None, None, "a key that is there twice", key.start_mark)
                if name:
                    seen.add(name)
            return super().construct_mapping(node, deep)

    try:
        found = yaml.load(source, Loader=Strict)  # a safe loader
    except yaml.YAMLError as error:
        # Not its own text, which repeats the line: there may be a secret in it.
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(at, f"is no valid YAML: {getattr(error, 'problem', None) or 'unreadable'}{where}") from None
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(at, f"is no valid YAML: {type(error).__name__}") from None
    bounds.check_size({at: found})
    return found


def dumped(document: Any) -> str:
    """A document as the client writes it: YAML with sorted keys (mapping 5)."""
    return str(_yaml("definition").dump(document, default_flow_style=False, sort_keys=True))


def text(path: str, at: str) -> str:
    """What is in a text file. :raises InputError: naming ``at``."""
    try:
        found = files.read(path, bounds.LARGEST)
        if len(found) > bounds.LARGEST:
            raise InputError(at, f"{path} is larger than {bounds.LARGEST // 1024 // 1024} MiB")
        return found.decode("utf-8-sig")
    except OSError as error:
        raise InputError(at, files.problem(path, error)) from None
    except UnicodeDecodeError:
        raise InputError(at, f"{path} is no text in UTF-8") from None


def kind(path: str) -> str:
    """``file``, ``folder``, or empty for neither."""
    return "file" if os.path.isfile(path) else "folder" if os.path.isdir(path) else ""


def folder(path: str) -> str:
    """The folder that a file is in."""
    return os.path.dirname(path)


def beside(folder: str, path: str) -> str:
    """``path``, which is relative to ``folder``, as an absolute one."""
    return os.path.normpath(os.path.join(folder, os.path.expanduser(path)))


def _yaml(at: str) -> Any:
    """PyYAML, which ansible-core brings along. :raises InputError: this Python has none."""
    try:
        import yaml
    except ImportError:
        raise InputError(at, "needs PyYAML in the Python that runs the task") from None
    return yaml
