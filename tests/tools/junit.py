# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JUnit files: write one for commands that leave none, read all, and judge what was skipped."""

from __future__ import annotations

import fnmatch
import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

# XML 1.0 cannot hold most control characters, and colours are written with them.
FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)}

ALLOWED_SKIPS = Path(__file__).with_name("allowed_skips.json")


@dataclass(frozen=True)
class Case:
    """One test as a JUnit file tells it; ``outcome`` is ``passed``, ``failed`` or ``skipped``.

    :param properties: the names and values that the test recorded.
    """

    suite: str
    name: str
    outcome: str
    message: str = ""
    seconds: float = 0.0
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ExpectedSkip:
    """A skip that is all right, and why. The patterns are those of a shell."""

    suite: str
    test: str
    message: str
    reason: str


def write(path: Path, suite: str, cases: list[Case]) -> None:
    """Write ``cases`` as one JUnit file."""
    root = ElementTree.Element(
        "testsuite",
        name=suite,
        tests=str(len(cases)),
        failures=str(sum(case.outcome == "failed" for case in cases)),
        skipped=str(sum(case.outcome == "skipped" for case in cases)),
        time=f"{sum(case.seconds for case in cases):.3f}",
    )
    for case in cases:
        element = ElementTree.SubElement(root, "testcase", classname=suite, name=case.name, time=f"{case.seconds:.3f}")
        if case.properties:
            listed = ElementTree.SubElement(element, "properties")
            for name, value in case.properties:
                ElementTree.SubElement(listed, "property", name=name, value=value)
        if case.outcome != "passed":
            tag = {"failed": "failure", "skipped": "skipped"}[case.outcome]
            text = case.message.translate(FORBIDDEN)
            ElementTree.SubElement(element, tag, message=text.splitlines()[0] if text else "").text = text
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def read(path: Path) -> list[Case]:
    """Return the cases of one JUnit file. Its name before the first dot is the suite.

    Raises ElementTree.ParseError when a tool left half a file: that must not be counted as no test at all.
    """
    suite = path.name.partition(".")[0]
    return [_case(suite, element) for element in ElementTree.parse(path).getroot().iter("testcase")]


def _case(suite: str, element: ElementTree.Element) -> Case:
    name = "::".join(filter(None, (element.get("classname"), element.get("name"))))
    seconds = float(element.get("time") or 0)
    properties = tuple((item.get("name", ""), item.get("value", "")) for item in element.iter("property"))
    for tag, outcome in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        found = element.find(tag)
        if found is not None:
            parts = dict.fromkeys(filter(None, (found.get("message"), (found.text or "").strip())))
            return Case(suite, name, outcome, "\n".join(parts), seconds, properties)
    return Case(suite, name, "passed", "", seconds, properties)


def expected_skips(path: Path) -> list[ExpectedSkip]:
    """Read the allow-list of skips; every entry must say why."""
    return [ExpectedSkip(**entry) for entry in json.loads(path.read_text())]


def unexpected_skips(cases: list[Case], allowed: list[ExpectedSkip]) -> list[Case]:
    """Return the skipped cases that no entry of the allow-list covers."""
    return [case for case in cases if case.outcome == "skipped" and not any(_covers(entry, case) for entry in allowed)]


def _covers(entry: ExpectedSkip, case: Case) -> bool:
    pairs = ((case.suite, entry.suite), (case.name, entry.test), (case.message, entry.message))
    return all(fnmatch.fnmatchcase(value, pattern) for value, pattern in pairs)
