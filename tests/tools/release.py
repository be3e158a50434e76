# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is published: an artifact that is the same whoever builds it, and what Galaxy and Automation Hub ask of it.

The rules are those of galaxy-importer, of Automation Hub's certification, and of the Ansible package's checklist.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import yaml

# The sections that the certification wants, in this order; others may stand between them.
README_SECTIONS = (
    "Description",
    "Requirements",
    "Installation",
    "Use Cases",
    "Testing",
    "Contributing",
    "Support",
    "Release Notes and Roadmap",
    "Related Information",
    "License Information",
)
SECURITY_SECTIONS = ("Reporting a vulnerability", "Supported versions")
# Galaxy wants at least one of these, and at most twenty in all.
GALAXY_TAGS = frozenset(
    """
    ai application cloud database eda infrastructure linux monitoring networking security storage tools windows
    """.split()
)
MOST_TAGS = 20
ANSIBLES_OWN = frozenset({"ansible", "ansible-base", "ansible-core"})
# A module reads in its `_info`, not by a state.
READING_STATES = frozenset({"get", "list", "query"})
# The first second that a zip archive can hold as well; for a folder that no commit dates.
NO_DATE = 315532800
OWN_FILES = ("MANIFEST.json", "FILES.json")
LEVELS = ("ERROR", "WARNING")
IMPORTED = "Importer processing completed successfully"
DOCUMENTED = frozenset({"module", "inventory", "lookup", "filter", "test", "role"})


def date(root: Path) -> int:
    """Return when the sources are from, in seconds since 1970: SOURCE_DATE_EPOCH, or the commit's date."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdigit():
        return int(told)
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return NO_DATE
    return int(done.stdout)


def normalize(built: Path, target: Path, when: int) -> str:
    """Write the artifact ``built`` as ``target`` so that it depends on nothing but what is in it; return its SHA-256.

    ``ansible-galaxy collection build`` lists files in the order of the file system and with its dates. Here the list is
    sorted, MANIFEST.json has the new sum of it, and everybody and everything is nobody and from ``when``.
    """
    with tarfile.open(built) as archive:
        members = {member.name: (member, _content(archive, member)) for member in archive.getmembers()}
    listed = json.loads(members["FILES.json"][1])
    listed["files"].sort(key=lambda row: row["name"])
    files = json.dumps(listed, indent=True).encode()
    manifest = json.loads(members["MANIFEST.json"][1])
    manifest["file_manifest_file"]["chksum_sha256"] = hashlib.sha256(files).hexdigest()
    written = {"FILES.json": files, "MANIFEST.json": json.dumps(manifest, indent=True).encode()}

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in (*OWN_FILES, *sorted(members.keys() - set(OWN_FILES))):
            member, content = members[name]
            content = written.get(name, content)
            plain = tarfile.TarInfo(name)
            plain.type, plain.linkname, plain.mode = member.type, member.linkname, member.mode
            plain.size, plain.mtime = len(content), when
            archive.addfile(plain, io.BytesIO(content))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as zipped:
        zipped.write(packed.getvalue())
    return hashlib.sha256(target.read_bytes()).hexdigest()


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    found = archive.extractfile(member) if member.isreg() else None
    return found.read() if found else b""


def certification(root: Path) -> list[str]:
    """Return what Automation Hub and the Ansible package would refuse in the collection at ``root``."""
    galaxy = yaml.safe_load((root / "galaxy.yml").read_text())
    problems = sections(root / "README.md", README_SECTIONS) + sections(root / "SECURITY.md", SECURITY_SECTIONS)
    tags = galaxy["tags"]
    if not GALAXY_TAGS & set(tags) or len(tags) > MOST_TAGS:
        problems.append(
            f"galaxy.yml: {len(tags)} tags; Galaxy wants one of {', '.join(sorted(GALAXY_TAGS))}, at most 20"
        )
    problems += [f"galaxy.yml: depends on {name}, which has to be certified too" for name in galaxy["dependencies"]]
    problems += requirements((root / "requirements.txt").read_text())
    for path in sorted((root / "plugins" / "modules").glob("*.py")):
        problems += _reading_states(path)
    return problems


def sections(path: Path, wanted: tuple[str, ...]) -> list[str]:
    """Return which headings of the second level are missing in a Markdown file, or stand before an earlier one."""
    headings = re.findall(r"^## +(.+?) *#*$", re.sub(r"^```.*?^```", "", path.read_text(), flags=re.S | re.M), re.M)
    missing = [f"{path.name}: there is no section {name!r}" for name in wanted if name not in headings]
    there = [name for name in wanted if name in headings]
    if there != sorted(there, key=headings.index):
        missing.append(f"{path.name}: the order of the sections has to be {', '.join(there)}")
    return missing


def requirements(text: str) -> list[str]:
    """Return what a certified collection may not ask of Python: Ansible itself, and exact or highest versions."""
    problems = []
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        name, bound = re.fullmatch(r"([\w.-]+)\s*(.*)", line).groups()
        if name.lower().replace("_", "-") in ANSIBLES_OWN:
            problems.append(f"requirements.txt: {name} is there anyway")
        if bound and not re.fullmatch(r">=\s*[\w.]+", bound):
            problems.append(f"requirements.txt: {line}: only >= may follow a name")
    return problems


def _reading_states(path: Path) -> list[str]:
    documentation = path.read_text().partition("DOCUMENTATION")[2].split('"""')[1]
    choices = yaml.safe_load(documentation).get("options", {}).get("state", {}).get("choices", [])
    return [f"{path.name}: state: {name} belongs into a module _info" for name in READING_STATES & set(choices)]


def released(root: Path) -> list[str]:
    """Return whether the changelog lacks the version of ``galaxy.yml``."""
    version = yaml.safe_load((root / "galaxy.yml").read_text())["version"]
    path = root / "changelogs" / "changelog.yaml"
    known = yaml.safe_load(path.read_text())["releases"] if path.is_file() else {}
    return [] if version in known else [f"changelogs/changelog.yaml: there is no release {version}"]


def imported(printed: str, result: dict[str, Any] | None) -> tuple[dict[str, int], list[str]]:
    """Return how many errors and warnings galaxy-importer printed, and everything that is wrong with the import.

    It leaves out quietly what ``ansible-doc`` cannot read, so what it kept is looked at as well.
    """
    lines = [line for line in printed.splitlines() if line.startswith(tuple(f"{level}:" for level in LEVELS))]
    counts = {f"{level.lower()}s": sum(line.startswith(level) for line in lines) for level in LEVELS}
    problems = lines + ([] if IMPORTED in printed and result else ["the import did not come to its end"])
    for content in (result or {}).get("docs_blob", {}).get("contents", []):
        kind, name = content["content_type"], content["content_name"]
        told = content["readme_html"] if kind == "role" else content["doc_strings"]
        if kind in DOCUMENTED and not told:
            problems.append(f"{kind} {name} has no documentation there")
    return counts, problems


def described(document: dict[str, Any], galaxy: dict[str, Any], digest: str) -> dict[str, Any]:
    """Return the bill of materials with the collection as what it is about, known by the SHA-256 of its artifact."""
    name = f"{galaxy['namespace']}.{galaxy['name']}"
    reference = f"{name}@{galaxy['version']}"
    component = {
        "bom-ref": reference,
        "type": "library",
        "name": name,
        "version": galaxy["version"],
        "description": galaxy["description"],
        "licenses": [{"license": {"id": license_id}} for license_id in galaxy["license"]],
        "purl": f"pkg:generic/{reference}?checksum=sha256:{digest}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
    needs = sorted(part["bom-ref"] for part in document.get("components", []))
    others = [row for row in document.get("dependencies", []) if row["ref"] != reference]
    return {
        **document,
        "metadata": {**document.get("metadata", {}), "component": component},
        "dependencies": [{"ref": reference, "dependsOn": needs}, *others],
    }
