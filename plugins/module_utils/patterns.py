# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The patterns of an ``.amlignore`` or ``.gitignore`` file (git's own manual, gitignore, "pattern format"). Pure.

Where git looks at the disk to tell a folder from a file, Microsoft's client looks at the path alone, and so does this:
a hash is the same only where the same files are left out (azure-ai-ml 1.35.2, ``_utils/_asset_utils.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# From an opening bracket on: what negates the class, and what is in it; a first "]" is a member of it.
_CLASS = re.compile(r"(!?)(\]?[^\]]*)\]")
# What Python would read as a set within a set, some day.
_SPECIAL_IN_A_CLASS = re.compile(r"[\\\[&|~]")
# A "^" is the class's own negation for Python and a plain character in a glob.
_FIRST_CARET = re.compile(r"\A\^")


@dataclass(frozen=True)
class Pattern:
    """One line: whether it excludes or, with its "!", includes again what it matches."""

    excludes: bool
    regex: re.Pattern[str]


def parsed(text: str) -> tuple[Pattern, ...]:
    """The patterns of the file's text, in order. :raises ValueError: naming the line that is none."""
    found = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        pattern = line.strip()
        if not pattern or pattern == "/" or pattern.startswith("#"):
            continue
        excludes = not pattern.startswith("!")
        try:
            found.append(Pattern(excludes, re.compile(_regex(pattern if excludes else pattern[1:]))))
        except (ValueError, re.error) as error:
            raise ValueError(f"line {number}, {pattern[:40]!r}, is no pattern: {error}") from None
    return tuple(found)


def excluded(patterns: tuple[Pattern, ...], path: str) -> bool:
    """Whether ``path``, relative to the file's folder and with slashes, is left out; the last pattern counts."""
    return next((pattern.excludes for pattern in reversed(patterns) if pattern.regex.match(path)), False)


def _regex(pattern: str) -> str:
    """The regular expression of one pattern."""
    words = pattern.split("/")
    words = [word for number, word in enumerate(words) if not (word == "**" and words[number - 1 : number] == ["**"])]
    if words == ["**", ""]:
        # All that is in some folder.
        return r"^.+/.*$"
    if not words[0]:
        del words[0]
    elif (len(words) == 1 or (len(words) == 2 and not words[1])) and words[0] != "**":
        # One name alone is meant at any depth.
        words.insert(0, "**")
    if not words:
        raise ValueError("it is empty")
    if not words[-1] and len(words) > 1:
        words[-1] = "**"
    text, slash, last = "", False, len(words) - 1
    for number, word in enumerate(words):
        if word == "**":
            text += ".+" if last == 0 else "(?:.+/)?" if number == 0 else "/.*" if number == last else "(?:/.+)?"
            slash = 0 < number < last
            continue
        text += "/" if slash else ""
        text += "[^/]+" if word == "*" else _glob(word)
        # A name without a slash behind it is that of a file, or of a folder with all that is in it.
        text += "(?:/.*)?" if number == last else ""
        slash = True
    return f"^{text}$"


def _glob(word: str) -> str:
    """The regular expression of what stands between two slashes. :raises ValueError: nothing is behind a backslash."""
    text, place = "", 0
    while place < len(word):
        letter = word[place]
        place += 1
        if letter == "\\":
            if place == len(word):
                raise ValueError("nothing follows its last backslash")
            text += re.escape(word[place])
            place += 1
        elif letter == "*":
            text += "[^/]*"
        elif letter == "?":
            text += "[^/]"
        elif letter == "[":
            found = _CLASS.match(word, place)
            if found is None:
                text += r"\["
                continue
            members = _SPECIAL_IN_A_CLASS.sub(r"\\\g<0>", found.group(2))
            if not found.group(1):
                members = _FIRST_CARET.sub(r"\\^", members)
            text += "[" + ("^" if found.group(1) else "") + members + "]"
            place = found.end()
        else:
            text += re.escape(letter)
    return text
