# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``make release-check`` finds, and what it makes of a build."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

import junit
import pytest
import release

FILES = {"README.md": b"read", "plugins/modules/aml_x.py": b"x = 1\n"}


def built(place: Path, names: list[str], mtime: int) -> Path:
    """An artifact as ``ansible-galaxy`` builds it, with its files in the order of ``names``."""
    rows = [{"name": name, "ftype": "file", "chksum_sha256": hashlib.sha256(FILES[name]).hexdigest()} for name in names]
    listed = json.dumps({"files": rows, "format": 1}).encode()
    known = {"name": "FILES.json", "chksum_sha256": hashlib.sha256(listed).hexdigest()}
    manifest = json.dumps({"collection_info": {}, "file_manifest_file": known, "format": 1}).encode()
    path = place / f"built-{mtime}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ["MANIFEST.json", "FILES.json", *names]:
            content = {"MANIFEST.json": manifest, "FILES.json": listed, **FILES}[name]
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.uid, member.uname = len(content), mtime, mtime, "me"
            archive.addfile(member, io.BytesIO(content))
    return path


def test_two_builds_become_one_artifact_that_is_whole(tmp_path: Path) -> None:
    names = list(FILES)
    one = release.normalize(built(tmp_path, names, 1), tmp_path / "one.tar.gz", 1000)
    other = release.normalize(built(tmp_path, names[::-1], 2), tmp_path / "other.tar.gz", 1000)
    assert one == other == hashlib.sha256((tmp_path / "one.tar.gz").read_bytes()).hexdigest()
    assert one != release.normalize(built(tmp_path, names, 1), tmp_path / "later.tar.gz", 1001)
    with tarfile.open(tmp_path / "one.tar.gz") as archive:
        held = {member.name: archive.extractfile(member).read() for member in archive}
        assert {member.mtime for member in archive} == {1000} and {member.uid for member in archive} == {0}
    manifest = json.loads(held["MANIFEST.json"])
    assert manifest["file_manifest_file"]["chksum_sha256"] == hashlib.sha256(held["FILES.json"]).hexdigest()
    assert {name: held[name] for name in FILES} == FILES


def test_sections_that_are_missing_or_out_of_order_are_named(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# x\n## Second\n```\n## Third\n```\n### First\n## First ##\n")
    assert release.sections(readme, ("Second", "First")) == []
    assert release.sections(readme, ("First", "Second")) == [
        "README.md: the order of the sections has to be First, Second"
    ]
    assert release.sections(readme, ("First", "Third")) == ["README.md: there is no section 'Third'"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("requests\nPyYAML>=6  # why\n# alone\n", 0),
        ("requests==2.0", 1),
        ("requests>=2,<3", 1),
        ("ansible_core", 1),
        ("ansible<9", 2),
    ],
)
def test_requirements_leave_the_choice_to_the_user(text: str, wrong: int) -> None:
    assert len(release.requirements(text)) == wrong


def test_the_version_has_to_be_in_the_changelog(tmp_path: Path) -> None:
    (tmp_path / "galaxy.yml").write_text("version: 1.0.0\n")
    assert release.released(tmp_path)
    (tmp_path / "changelogs").mkdir()
    (tmp_path / "changelogs" / "changelog.yaml").write_text("releases: {0.9.0: {}}\n")
    assert release.released(tmp_path)
    (tmp_path / "changelogs" / "changelog.yaml").write_text("releases: {0.9.0: {}, 1.0.0: {}}\n")
    assert not release.released(tmp_path)


class TestAnImport:
    module = {"content_type": "module", "content_name": "aml_x", "doc_strings": {"doc": {}}}
    ended = f"Loading module aml_x\n{release.IMPORTED}\n"

    def told(self, printed: str, **more: object) -> tuple[dict[str, int], list[str]]:
        return release.imported(printed, {"docs_blob": {"contents": [{**self.module, **more}]}})

    def test_that_ended_well_has_nothing_to_say(self) -> None:
        assert self.told(self.ended) == ({"errors": 0, "warnings": 0}, [])

    def test_is_counted_by_its_lines(self) -> None:
        counts, problems = self.told(f"WARNING: a\nERROR: b\nWARNING: ERROR c\n{self.ended}")
        assert counts == {"errors": 1, "warnings": 2} and len(problems) == 3

    def test_that_did_not_end_is_none(self) -> None:
        assert self.told("Loading module aml_x\n")[1] and release.imported(self.ended, None)[1]

    def test_that_lost_a_documentation_is_told(self) -> None:
        assert self.told(self.ended, doc_strings=None)[1] == ["module aml_x has no documentation there"]


def test_a_bill_of_materials_is_about_the_artifact() -> None:
    galaxy = {"namespace": "n", "name": "c", "version": "1.0.0", "description": "d", "license": ["MIT"]}
    document = {"components": [{"bom-ref": "requests", "name": "requests"}], "dependencies": [{"ref": "requests"}]}
    bill = release.described(document, galaxy, "ab")
    assert bill["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": "ab"}]
    assert bill["dependencies"] == [{"ref": "n.c@1.0.0", "dependsOn": ["requests"]}, {"ref": "requests"}]


def test_figures_of_a_step_are_kept_in_its_file(tmp_path: Path) -> None:
    case = junit.Case("release", "import", "passed", properties=(("ecosystem:importer.errors", "0"),))
    junit.write(tmp_path / "release.steps.xml", "release", [case])
    assert junit.read(tmp_path / "release.steps.xml")[0].properties == case.properties
