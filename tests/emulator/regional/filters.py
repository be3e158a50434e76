# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters and orders of run history: `(Status eq Running) and (Tags/owner ne null)`, `StartTimeUtc desc`.

Clients write values bare or quoted, and times with a blank inside, so a value reaches to the next `and`, `or` or `)`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

Test = Callable[[Mapping[str, Any]], bool]

TOKENS = re.compile(r"'(?:[^']|'')*'|[()]|[^\s()]+")
WORDS = ("eq", "ne", "gt", "ge", "lt", "le")
OPERATORS = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}


class FilterError(ValueError):
    """A filter or an order that cannot be read."""


def filter_of(text: str | None) -> Test:
    """The test that a filter stands for; everything passes an empty one. Raises FilterError."""
    if not text or not text.strip():
        return lambda row: True
    test, rest = disjunction(TOKENS.findall(text))
    if rest:
        raise FilterError(f"unexpected '{rest[0]}'")
    return test


def disjunction(tokens: list[str]) -> tuple[Test, list[str]]:
    """Read `a or b or ...`."""
    test, rest = conjunction(tokens)
    while rest and rest[0].lower() == "or":
        other, rest = conjunction(rest[1:])
        test = either(test, other)
    return test, rest


def conjunction(tokens: list[str]) -> tuple[Test, list[str]]:
    """Read `a and b and ...`."""
    test, rest = term(tokens)
    while rest and rest[0].lower() == "and":
        other, rest = term(rest[1:])
        test = both(test, other)
    return test, rest


def term(tokens: list[str]) -> tuple[Test, list[str]]:
    """Read `not a`, `( ... )` or one comparison."""
    if not tokens:
        raise FilterError("the filter ends too early")
    if tokens[0].lower() == "not":
        test, rest = term(tokens[1:])
        return (lambda row: not test(row)), rest
    if tokens[0] == "(":
        test, rest = disjunction(tokens[1:])
        if not rest or rest[0] != ")":
            raise FilterError("a parenthesis is not closed")
        return test, rest[1:]
    return comparison(tokens)


def both(one: Test, other: Test) -> Test:
    """Both tests."""
    return lambda row: one(row) and other(row)


def either(one: Test, other: Test) -> Test:
    """At least one of two tests."""
    return lambda row: one(row) or other(row)


def comparison(tokens: list[str]) -> tuple[Test, list[str]]:
    """Read `path word value`; the value goes on to the next `and`, `or` or `)`."""
    end = next((at for at, token in enumerate(tokens) if token.lower() in ("and", "or", ")")), len(tokens))
    if end < 3 or tokens[1].lower() not in WORDS:
        raise FilterError(f"'{' '.join(tokens[:end])}' is not a comparison")
    path, word, value = tokens[0], tokens[1].lower(), literal(" ".join(tokens[2:end]))

    def test(row: Mapping[str, Any]) -> bool:
        found = lookup(row, path)
        if word in ("eq", "ne"):
            return is_equal(found, value) is (word == "eq")
        if found is None or value is None:
            return False
        one, other = comparable(found), comparable(value)
        return type(one) is type(other) and OPERATORS[word](one, other)

    return test, tokens[end:]


def literal(text: str) -> str | None:
    """The value in a comparison: null, or text without its quotes."""
    if text.lower() == "null":
        return None
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text


def lookup(row: Mapping[str, Any], path: str) -> Any:
    """The member that a path such as `Tags/owner` names; the outer name compares without case, tag names exactly."""
    head, _slash, rest = path.partition("/")
    value = next((row[key] for key in row if key.lower() == head.lower()), None)
    if not rest:
        return value
    if isinstance(value, Mapping):
        if rest in value:
            return value[rest]
        return lookup(value, rest)
    return rest if isinstance(value, list) and rest in value else None


def is_equal(found: Any, value: str | None) -> bool:
    """Whether a member equals a value of a filter; what is not text compares as it is printed in JSON."""
    if found is None or value is None:
        return found is None and value is None
    if isinstance(found, bool):
        return str(found).lower() == value.lower()
    return str(found) == value


def comparable(value: Any) -> float | str:
    """A number or a time as a number, anything else as text."""
    text = str(value)
    try:
        return float(text)
    except ValueError:
        return time_of(text)


def time_of(text: str) -> float | str:
    """A time as seconds since 1970; the text itself when it is none. Seven decimals are one too many for Python 3.9."""
    short = re.sub(r"(\.\d{6})\d+", r"\1", text.strip()).replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(short)
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


def ordered(rows: Sequence[Mapping[str, Any]], order: Any) -> list[Mapping[str, Any]]:
    """Rows in the order of `StartTimeUtc desc` (a text, or a list of texts); rows without the member come last."""
    result = list(rows)
    texts = order if isinstance(order, list) else [order] if order else []
    for text in reversed([part for each in texts for part in str(each).split(",")]):
        words = text.split()
        if not words or len(words) > 2 or words[1:] not in ([], ["asc"], ["desc"]):
            raise FilterError(f"'{text}' is not an order")
        have = [row for row in result if lookup(row, words[0]) is not None]
        have.sort(key=partial_key(words[0]), reverse=words[1:] == ["desc"])
        result = have + [row for row in result if lookup(row, words[0]) is None]
    return result


def partial_key(path: str) -> Callable[[Mapping[str, Any]], tuple[str, Any]]:
    """A sort key that never compares a number with a text."""

    def key(row: Mapping[str, Any]) -> tuple[str, Any]:
        value = comparable(lookup(row, path))
        return type(value).__name__, value

    return key
