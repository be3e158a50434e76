# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as JUnit: one test for each declared resource, one for each rule of the baseline that holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree  # nosec B405 # it only writes

# What XML 1.0 has no place for.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(data: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """The whole file. A resource that differs and a rule that is broken are failures, what could not be read is an
    error, and a rule about what nobody looked at is skipped.
    """
    name = data["workspace"]["name"]
    root = ElementTree.Element("testsuites", name=_clean(name))
    if data["drift"] is not None:
        suite = ElementTree.SubElement(root, "testsuite", name="drift")
        for row in data["drift"]["resources"]:
            why = "" if row["action"] == "none" else f"{row['action']}: {'; '.join(row['reasons'])}"
            _case(suite, f"drift.{row['type']}", row["name"], failure=why)
    suite = ElementTree.SubElement(root, "testsuite", name="baseline")
    for rule in data["rules"]:
        broken = [row["name"] for row in data["findings"] if row["rule"] == rule["rule"]]
        told = f"{rule['title']}: {', '.join(broken)}. Set {rule['fix']}" if broken else ""
        unread = f"no {rule['type']} was read" if rule["broken"] is None else ""
        _case(suite, f"baseline.{rule['severity']}", rule["rule"], failure=told, skipped=unread)
    if data["gaps"]:
        suite = ElementTree.SubElement(root, "testsuite", name="reading")
        for gap in data["gaps"]:
            _case(suite, "reading", gap["what"], error=gap["why"])
    for suite in root:
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("errors", str(len(suite.findall("testcase/error"))))
        suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
        suite.set("timestamp", str(made["time"])[:19])
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, group: str, name: str, **told: str) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=group, name=_clean(name))
    for word, text in told.items():
        if text:
            ElementTree.SubElement(case, word, message=_clean(text)).text = _clean(text)


def _clean(text: str) -> str:
    return _NOT_XML.sub("?", text)
