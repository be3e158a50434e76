# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The expressions of ARM templates as trees: what is in brackets, read and not yet evaluated."""

from __future__ import annotations

import re
from typing import Any

TOKENS = re.compile(r"\s*(?:('(?:[^']|'')*')|(-?\d+)|([A-Za-z_][\w$]*)|([()\[\].,]))")


class TemplateError(ValueError):
    """A template that ARM would refuse: 400 InvalidTemplate."""


def parse(text: str) -> tuple[Any, ...]:
    """The tree of an expression; TemplateError when it cannot be read."""
    tokens, position = [], 0
    while text[position:].strip():
        match = TOKENS.match(text, position)
        if match is None:
            raise TemplateError(f"Unable to parse language expression '{text}': unexpected '{text[position]}'.")
        tokens.append(match)
        position = match.end()
    tree, rest = read(tokens, text)
    if rest:
        raise TemplateError(f"Unable to parse language expression '{text}': unexpected '{rest[0].group().strip()}'.")
    return tree


def read(tokens: list[re.Match[str]], text: str) -> tuple[tuple[Any, ...], list[re.Match[str]]]:
    """Read one term with what follows it: `.name` and `[index]`."""
    if not tokens:
        raise TemplateError(f"Unable to parse language expression '{text}': it ends too early.")
    quoted, number, name, _mark = tokens[0].groups()
    rest = tokens[1:]
    if quoted is not None:
        tree: tuple[Any, ...] = ("value", quoted[1:-1].replace("''", "'"))
    elif number is not None:
        tree = ("value", int(number))
    elif name is not None and is_mark(rest, "("):
        arguments, rest = read_arguments(rest[1:], text)
        tree = ("call", name, arguments)
    else:
        raise TemplateError(f"Unable to parse language expression '{text}': unexpected '{tokens[0].group().strip()}'.")
    while is_mark(rest, ".") or is_mark(rest, "["):
        if is_mark(rest, "."):
            if len(rest) < 2 or rest[1].group(3) is None:
                raise TemplateError(f"Unable to parse language expression '{text}': a name must follow the dot.")
            tree, rest = ("member", tree, ("value", rest[1].group(3))), rest[2:]
            continue
        index, rest = read(rest[1:], text)
        if not is_mark(rest, "]"):
            raise TemplateError(f"Unable to parse language expression '{text}': a bracket is not closed.")
        tree, rest = ("member", tree, index), rest[1:]
    return tree, rest


def read_arguments(tokens: list[re.Match[str]], text: str) -> tuple[list[tuple[Any, ...]], list[re.Match[str]]]:
    """Read the arguments of a call up to its closing parenthesis."""
    arguments: list[tuple[Any, ...]] = []
    while not is_mark(tokens, ")"):
        if arguments:
            if not is_mark(tokens, ","):
                raise TemplateError(f"Unable to parse language expression '{text}': a parenthesis is not closed.")
            tokens = tokens[1:]
        argument, tokens = read(tokens, text)
        arguments.append(argument)
    return arguments, tokens[1:]


def is_mark(tokens: list[re.Match[str]], mark: str) -> bool:
    """Whether the next token is this mark."""
    return bool(tokens) and tokens[0].group(4) == mark
