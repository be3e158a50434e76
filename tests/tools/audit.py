# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make audit``: known weaknesses of what users install and of what the tests install.

The advisories are those of osv.dev, so this needs the network, and its answer changes without a change of ours: it is
no part of ``make test``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import environment

ADVISORIES = "https://api.osv.dev/v1/query"
REQUIREMENTS = ("tests/requirements-audit.txt",)
FOLDER = environment.WORK / "audited"


def main() -> int:
    """Return the exit status: 0 when nothing is known, 1 when something is, 2 when nobody could be asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help=f"where to ask for advisories; default: {ADVISORIES}")
    url = parser.parse_args().url or ADVISORIES
    found = []
    try:
        auditor = environment.ensure("audit", Path(sys.executable), REQUIREMENTS, pinned=False)
        users = environment.ensure("users", Path(sys.executable), ("requirements.txt",), pinned=False)
        for what, place in (("what users install", users), ("what the tests install", environment.main_environment())):
            packages = installed(place)
            weak = audit(packages, auditor, url)
            print(f"{what}: {len(packages)} packages, known weaknesses: {len(weak)}", flush=True)
            print(*(f"  {line}" for line in weak), sep="\n", end="\n" if weak else "", flush=True)
            found += weak
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return int(bool(found))


def installed(place: Path) -> list[str]:
    """Return what is in a virtual environment, as ``name==version``, without the pip that made it."""
    command = [place / "bin" / "python", "-m", "pip", "freeze", "--all", "--exclude", "pip", "--exclude", "setuptools"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def audit(packages: list[str], auditor: Path, url: str) -> list[str]:
    """Return a line for each known weakness. :raises SetupError: when there was no answer, or not one for each."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    listed, report = FOLDER / "packages.txt", FOLDER / "report.json"
    listed.write_text("\n".join(packages) + "\n")
    report.unlink(missing_ok=True)
    # Nothing is resolved: every package is named with its version.
    alone = ("--disable-pip", "--no-deps", "--progress-spinner", "off")
    asked = ("--vulnerability-service", "osv", "--osv-url", url, "--cache-dir", str(FOLDER / "cache"))
    command = [str(auditor / "bin" / "pip-audit"), *alone, *asked, "-r", str(listed), "-f", "json", "-o", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment.variables(auditor))
    if not report.is_file():
        reason = next(reversed(done.stderr.strip().splitlines()), f"pip-audit ended with status {done.returncode}")
        raise environment.SetupError(
            f"NOT AUDITED: no advisories could be had from {url}. Nothing is known about {len(packages)} packages.\n"
            f"{reason}"
        )
    return weaknesses(json.loads(report.read_text()), len(packages))


def weaknesses(report: dict[str, list[dict[str, object]]], wanted: int) -> list[str]:
    """Return a line for each advisory in a report of pip-audit.

    :raises SetupError: when it does not speak of as many packages as were ``wanted``.
    """
    skipped = [package for package in report["dependencies"] if "skip_reason" in package]
    if skipped or len(report["dependencies"]) != wanted:
        names = ", ".join(f"{package['name']} ({package['skip_reason']})" for package in skipped)
        raise environment.SetupError(
            f"NOT AUDITED: {len(report['dependencies'])} of {wanted} packages were asked for, left out: {names or '?'}"
        )
    return [
        f"{package['name']} {package['version']}: {advisory['id']}, "
        + (f"fixed in {', '.join(advisory['fix_versions'])}" if advisory["fix_versions"] else "not fixed yet")
        for package in report["dependencies"]
        for advisory in package["vulns"]
    ]


if __name__ == "__main__":
    sys.exit(main())
