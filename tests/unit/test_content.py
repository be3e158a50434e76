# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a local file or folder is: its hash, as Microsoft's client has it, its blocks, and what is left out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import content, local, patterns
from ansible_collections.mlops.azureml.plugins.module_utils.content import MIB, Content
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError

PAIRS = Path(__file__).resolve().parents[3] / "shared" / "contract" / "yaml" / "open"


def measured(path: Path, kind=content.of_tree) -> Content:
    return local.measured("path", str(path), kind, lambda _count: None)


def filled(top: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        place = top / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return top


def names(found: Content) -> list[str]:
    return [file.name for file in found.files]


class TestAgainstMicrosoft:
    """Every upload in the recorded pairs of ``az ml`` YAML and requests: the client's own hash of the same files."""

    def test_the_hash_of_every_recorded_upload_is_the_same(self, tmp_path):
        if not PAIRS.is_dir():
            pytest.skip("../shared/contract is absent: no recorded uploads")
        compared = 0
        for pair in sorted(PAIRS.glob("*.json")):
            case = json.loads(pair.read_text(encoding="utf-8"))
            if "additional_includes" in case["yaml"]:
                continue  # the client makes a folder of its own from several
            base = tmp_path / pair.stem / (os.path.dirname(case.get("file") or "") or "project")
            filled(base, case.get("files") or {})
            base.mkdir(parents=True, exist_ok=True)
            (base / os.path.basename(case.get("file") or "job.yml")).write_bytes(case["yaml"].encode())
            for kind, wanted, name in recorded(case["requests"]):
                places = [place for place in (tmp_path / pair.stem).rglob("*") if place.name == name]
                assert wanted in [measured(place, kind).hash for place in places], f"{pair.name}: {name}"
                compared += 1
        assert compared >= 45

    def test_the_same_hash_has_a_folder_that_was_written_down_here(self, tmp_path):
        """What the pairs above say of two small cases, for a clone without them."""
        one = "adcedeb852de3d5a3f009c607899a929b5d574ea8a13c04d6cd32301774fba32"  # pragma: allowlist secret: a hash
        folder = "5fda5581e6b01118c911b4efd17a68513108b8f98b6c619e2bbe545814a70da5"  # pragma: allowlist secret: a hash
        source = "6df0b45d663c4f687fb982725dab855b52897e27a963aa603cf34a87190aa686"  # pragma: allowlist secret: a hash
        assert measured(filled(tmp_path, {"a.csv": "a,b\n1,2\n"}) / "a.csv").hash == one
        files = {"a.csv": "a,b\n1,2\n", "sub/b.csv": "x\n", ".amlignore": "skip.txt\n", "skip.txt": "no\n"}
        found = measured(filled(tmp_path / "data", files))
        assert (found.hash, found.name, names(found)) == (folder, "data", [".amlignore", "a.csv", "sub/b.csv"])
        code = measured(filled(tmp_path / "src", {"score.py": "def init(): pass\n"}), content.of_code)
        assert code.hash == source


def recorded(requests: list[dict]) -> list[tuple]:
    """(how it is hashed, the hash, the name of what was uploaded) of the uploads among recorded requests."""
    found = []
    for request in requests:
        words = request["path"].split("/")[1:]
        if request["method"] == "HEAD" and "LocalUpload" in words:
            found.append((content.of_tree, *words[words.index("LocalUpload") + 1 :][:2]))
        properties = ((request.get("body") or {}).get("properties") or {}) if request["method"] == "PUT" else {}
        if properties.get("codeUri"):
            # Of a single file the address ends with a slash; the blob has its name.
            folder = "/" + properties["codeUri"].split("/", 3)[3]
            heads = [other["path"] for other in requests if other["method"] == "HEAD"]
            name = properties["codeUri"].rpartition("/")[2] or next(
                path.removeprefix(folder) for path in heads if path.startswith(folder)
            )
            found.append((content.of_code, properties["properties"]["hash_sha256"], name))
    return found


class TestTheHash:
    def test_of_code_knows_every_name_and_every_byte(self, tmp_path):
        first = filled(tmp_path / "one" / "src", {"a.py": "1", "sub/b.py": "2"})
        known = measured(first, content.of_code).hash
        for other in ({"a.py": "1", "sub/b.py": "3"}, {"a.py": "1", "sub/c.py": "2"}, {"a.py": "12", "sub/b.py": ""}):
            assert measured(filled(tmp_path / str(other) / "src", other), content.of_code).hash != known
        assert measured(filled(tmp_path / "two" / "src", {"sub/b.py": "2", "a.py": "1"}), content.of_code).hash == known

    def test_of_a_tree_knows_an_empty_folder_and_of_a_file_no_name(self, tmp_path):
        tree = filled(tmp_path / "data", {"a": "1"})
        known = measured(tree).hash
        (tree / "empty").mkdir()
        assert measured(tree).hash != known
        filled(tmp_path, {"x": "1", "y": "1"})
        assert measured(tmp_path / "x").hash == measured(tmp_path / "y").hash

    def test_does_not_depend_on_the_order_of_names_that_differ_in_case(self):
        entries = [content.Entry("A", "", 1), content.Entry("a", "", 1)]
        assert list(content.of_tree(entries)) == list(content.of_tree(reversed(entries)))
        assert list(content.of_code(entries)) == list(content.of_code(reversed(entries)))


class TestTheBlocks:
    def test_are_of_eight_mebibytes_until_there_would_be_too_many(self):
        assert content.block_size(0) == content.block_size(content.BLOCK * content.MOST_BLOCKS) == 8 * MIB
        assert content.block_size(content.BLOCK * content.MOST_BLOCKS + 1) == 9 * MIB
        assert content.block_size(content.LARGEST_FILE) == content.LARGEST_BLOCK
        for size in (1, 10**12, content.LARGEST_FILE - 1, content.LARGEST_FILE):
            assert -(-size // content.block_size(size)) <= content.MOST_BLOCKS
        with pytest.raises(ValueError, match="the largest file that can be uploaded"):
            content.block_size(content.LARGEST_FILE + 1)

    def test_follow_each_other_and_are_named_by_what_they_hold(self):
        one, two, three = content.blocks([b"aa", b"b", b"aa"])
        assert [(block.start, block.length) for block in (one, two, three)] == [(0, 2), (2, 1), (3, 2)]
        assert len({one.id, two.id, three.id}) == 3 and len(one.id) == len(two.id)
        assert one.md5 == three.md5 == base64.b64encode(hashlib.md5(b"aa", usedforsecurity=False).digest()).decode()
        # At most 64 bytes before the encoding (learn.microsoft.com, Put Block).
        assert len(base64.b64decode(one.id)) <= 64
        (other,) = content.blocks([b"ab"])
        assert other.id != one.id

    def test_make_the_list_that_the_service_takes(self):
        pair = list(content.blocks([b"a", b"b"]))
        listed = ElementTree.fromstring(content.block_list(pair))
        assert [(item.tag, item.text) for item in listed] == [("Latest", block.id) for block in pair]

    def test_of_a_file_are_its_bytes(self, tmp_path, monkeypatch):
        monkeypatch.setattr(content, "BLOCK", MIB)
        data = os.urandom(2 * MIB + 3)
        (found,) = measured(filled(tmp_path, {"f": data, "empty": ""}) / "f").files
        assert [block.length for block in found.blocks] == [MIB, MIB, 3]
        with local.opened(found.place) as handle:
            assert b"".join(local.piece(found, block, handle) for block in found.blocks) == data
        (block,) = measured(tmp_path / "empty").files[0].blocks
        assert (block.length, block.md5) == (0, "1B2M2Y8AsgTpgAmY7PhCfg==")

    def test_of_a_file_that_was_changed_are_not_read(self, tmp_path):
        (found,) = measured(filled(tmp_path, {"f": "before"}) / "f").files
        filled(tmp_path, {"f": "behind"})
        with local.opened(found.place) as handle, pytest.raises(ValueError, match="was changed after it was hashed"):
            local.piece(found, found.blocks[0], handle)


class TestTheFolder:
    def test_leaves_out_what_its_ignore_file_says_and_knows_one_of_the_two(self, tmp_path):
        tree = filled(tmp_path / "src", {"a.py": "", "b.pyc": "", "x/c.pyc": "", "x/d.py": "", ".gitignore": "*.pyc\n"})
        assert names(measured(tree)) == [".gitignore", "a.py", "x/d.py"]
        filled(tree, {".amlignore": "x/\n"})
        assert names(measured(tree)) == [".amlignore", ".gitignore", "a.py", "b.pyc"]

    def test_follows_links_and_refuses_one_that_leads_back(self, tmp_path):
        tree = filled(tmp_path / "src", {"a": "1"})
        filled(tmp_path / "elsewhere", {"b": "2"})
        (tree / "link").symlink_to(tmp_path / "elsewhere")
        (tree / "c").symlink_to(tree / "a")
        assert names(measured(tree)) == ["a", "c", "link/b"]
        (tree / "link" / "back").symlink_to(tree)
        with pytest.raises(InputError, match="a link to a folder that it is in itself"):
            measured(tree)

    @pytest.mark.parametrize(
        ("make", "told"),
        [
            (lambda top: None, "path: there is no file and no folder "),
            (lambda top: top.mkdir(), "holds no file"),
            (lambda top: filled(top, {".amlignore": "[z-a]", "f": ""}), "line 1, '\\[z-a\\]', is no pattern"),
            (lambda top: filled(top, {".amlignore": "*"}), "none that its ignore file leaves in"),
            (os.mkfifo, "is not a regular file"),
            (lambda top: (top.mkdir(), os.mkfifo(top / "pipe")), "pipe: is not a regular file"),
            (lambda top: (top.mkdir(), (top / "broken").symlink_to("nowhere")), "there is no file .*broken"),
            (lambda top: filled(top, {os.fsdecode(b"caf\xe9"): ""}), "whose name is no text in UTF-8"),
            (lambda top: filled(top, {".amlignore": b"#" * (MIB + 1)}), "of more than 1 MiB"),
            (lambda top: filled(top, {".amlignore": b"\xff"}), "has a .amlignore that cannot be used"),
        ],
    )
    def test_is_refused_by_the_option_that_named_it(self, tmp_path, make, told):
        make(tmp_path / "it")
        with pytest.raises(InputError, match=told) as caught:
            measured(tmp_path / "it")
        assert caught.value.facts["option"] == "path" and caught.value.message.startswith("path: ")

    def test_is_refused_where_it_holds_too_much(self, tmp_path, monkeypatch):
        tree = filled(tmp_path / "it", {"a": "12", "b": ""})
        monkeypatch.setattr(local, "MOST_ENTRIES", 1)
        with pytest.raises(InputError, match="more than 1 files and folders"):
            measured(tree)
        monkeypatch.undo()
        monkeypatch.setattr(content, "LARGEST_FILE", 1)
        with pytest.raises(InputError, match="holds a, which has 2 bytes; the largest file"):
            measured(tree)

    def test_is_not_read_on_where_whoever_counts_says_so(self, tmp_path):
        class Over(Exception):
            pass

        def seen(count: int) -> None:
            raise Over

        with pytest.raises(Over):
            local.measured("path", str(filled(tmp_path / "it", {"a": "1"})), content.of_tree, seen)

    def test_notices_a_file_that_grows_while_it_is_read(self, tmp_path):
        log = filled(tmp_path, {"log": b"x" * 10}) / "log"

        def seen(_count: int) -> None:
            with log.open("ab") as handle:
                handle.write(b"y" * 10)

        with pytest.raises(InputError, match="holds log, which was changed while it was read"):
            local.measured("path", str(log), content.of_tree, seen)


class TestTheArchiveOfAFolder:
    """Of what Microsoft's client puts into one, without the dates: the folder itself, then its files by their names."""

    FILES = {"src/a.py": "x", "lib/b.py": "y", "lib/sub/c.py": "z", "lib/d.txt": "t", "lib/.amlignore": "*.txt"}

    def included(self, top: Path) -> Content:
        path, includes = str(top / "src"), (str(top / "lib.zip"),)
        return local.measured("code", path, content.of_code, lambda _count: None, includes)

    def test_holds_what_its_ignore_file_leaves_in(self, tmp_path):
        found = self.included(filled(tmp_path, self.FILES))
        assert names(found) == ["a.py", "lib.zip"]
        with local.bytes_of(found.files[1]) as handle, zipfile.ZipFile(handle) as archive:
            assert archive.namelist() == ["lib/", "lib/.amlignore", "lib/b.py", "lib/sub/c.py"]
            assert archive.read("lib/sub/c.py") == b"z"
        with local.bytes_of(found.files[1]) as handle:
            assert local.piece(found.files[1], found.files[1].blocks[0], handle).startswith(b"PK")

    def test_is_the_same_at_another_time_and_another_one_with_other_files(self, tmp_path):
        first = self.included(filled(tmp_path / "one", self.FILES)).hash
        second = filled(tmp_path / "two", self.FILES)
        os.utime(second / "lib" / "b.py", (1, 1))
        assert self.included(second).hash == first
        assert self.included(filled(second, {"lib/b.py": "other"})).hash != first

    def test_is_a_file_where_there_is_one(self, tmp_path):
        found = self.included(filled(tmp_path, {**self.FILES, "lib.zip": "its own"}))
        assert not found.files[1].packed and found.files[1].size == len("its own")


class TestThePatterns:
    """The rows are git's manual, gitignore, and what Microsoft's client makes of it."""

    @pytest.mark.parametrize(
        ("text", "out", "left"),
        [
            ("*.pyc", ["a.pyc", "x/y/a.pyc"], ["a.py", "pyc"]),
            ("build", ["build", "build/a", "x/build/a"], ["builds", "x/rebuild"]),
            ("build/", ["build/a", "x/build/a/b"], ["build", "x/build"]),
            ("/build", ["build", "build/a"], ["x/build"]),
            ("doc/*.txt", ["doc/a.txt"], ["doc/x/a.txt", "x/doc/a.txt"]),
            ("doc/**/a", ["doc/a", "doc/x/a", "doc/x/y/a"], ["a", "x/doc/a"]),
            ("**/a", ["a", "x/a", "a/b"], ["ab"]),
            ("**/", ["x/a"], ["a"]),
            ("x/**", ["x/a", "x/y/a"], ["x", "a"]),
            ("**", ["a", "x/a"], []),
            ("a?c", ["abc"], ["ac", "a/c"]),
            ("[ab]c", ["ac", "bc"], ["cc"]),
            ("[!ab]c", ["cc"], ["ac"]),
            ("[]a]", ["]", "a"], ["b"]),
            ("[^a]", ["^", "a"], ["b"]),
            ("a[b", ["a[b"], ["ab"]),
            (r"\#a", ["#a"], ["a"]),
            (r"\!a", ["!a"], ["a"]),
            ("# a\n\n/\n  b  \r\n", ["b"], ["a", "# a"]),
            ("*\n!a", ["b"], ["a"]),
            ("!a\n*", ["a"], []),
            ("a.b", ["a.b"], ["axb"]),
        ],
    )
    def test_leave_out_what_git_says(self, text, out, left):
        found = patterns.parsed(text)
        assert [path for path in (*out, *left) if patterns.excluded(found, path)] == out

    @pytest.mark.parametrize("text", ["a\n!", "\\", "a/\\", "[b-a]"])
    def test_that_are_none_are_named(self, text):
        with pytest.raises(ValueError, match=r"line [12], .* is no pattern"):
            patterns.parsed(text)
