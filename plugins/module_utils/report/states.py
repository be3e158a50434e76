# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a report speaks of states, times and ids. Pure."""

from __future__ import annotations

import re

#: What a state means to who looks: well, under way, wrong, at rest, or nothing said.
OK, BUSY, BAD, OFF, NONE = "ok", "busy", "bad", "off", "none"
_WORDS = {
    OK: "succeeded running completed enabled approved active ready healthy steady connected",
    BAD: "failed rejected unhealthy unusable createfailed setupfailed disconnected unknown",
    OFF: "stopped deallocated canceled cancelled disabled archived notstarted inactive",
}
_TONES = {word: tone for tone, words in _WORDS.items() for word in words.split()}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$", re.IGNORECASE)


def tone(state: str) -> str:
    """What a state means; a word that is not known stands for something under way."""
    return _TONES.get(state.lower().replace(" ", ""), BUSY if state else NONE)


def duration(text: str) -> str:
    """An ISO 8601 duration in words, the largest unit that leaves no fraction; as it is where it is none."""
    match = _DURATION.match(text)
    if not match or not any(match.groups()):
        return text
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    whole = days * 86400 + hours * 3600 + minutes * 60 + seconds
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if whole and whole % size == 0:
            return f"{whole / size:g} {unit}{'' if whole == size else 's'}"
    return f"{whole:g} seconds"


def asset(text: str) -> str:
    """The last words of a resource id or of an asset's address: its name, with the version where it has one."""
    words = text.strip("/").split("/")
    if len(words) > 2 and words[-2].lower() == "versions":
        return f"{words[-3]}:{words[-1]}"
    return words[-1]
