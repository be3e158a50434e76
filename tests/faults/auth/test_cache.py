# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens on the disk: whatever is wrong with them costs a login and no task, and nobody gets another's (A12 to A14)."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import folder

from ..cloud import Cloud
from .login import CLIENT, asked, log_in

SECRET = "emulator-client-secret"


def place(home: Path) -> Path:
    """The folder of the cache below a home."""
    return home / ".cache" / folder.FOLDER


def kept(home: Path) -> Path:
    """The one file with a token."""
    (found,) = [path for path in place(home).iterdir() if not path.suffix]
    return found


def logins(cloud: Cloud, **options: Any) -> tuple[int, list[str]]:
    """How many tokens a task asks for, and what it warns of; it must not fail."""
    before = len(asked(cloud))
    result = log_in(cloud, **options)
    assert not result.get("failed"), result
    return len(asked(cloud)) - before, result.get("warnings", [])


def give_away(path: Path) -> None:
    """Let the file be another user's, as far as this one may; else let everybody write it, which is no better."""
    if os.geteuid() == 0:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    else:
        path.chmod(0o666)


def linked(path: Path) -> None:
    other = path.with_name(path.name + ".moved")
    path.rename(other)
    path.symlink_to(other)


def foldered(path: Path) -> None:
    path.unlink()
    path.mkdir()


# What is wrong with the file, and whether that is told: what others could have put there is.
SPOILED: dict[str, tuple[Callable[[Path], Any], int]] = {
    "corrupt": (lambda path: path.write_bytes(b"\x00\xff{]"), 0),
    "truncated": (lambda path: path.write_bytes(path.read_bytes()[:50]), 0),
    "empty": (lambda path: path.write_bytes(b""), 0),
    "of another version": (lambda path: path.write_text('{"version": 9, "tokens": []}'), 0),
    "of another form": (lambda path: path.write_text("[1, 2]"), 0),
    "readable by others": (lambda path: path.chmod(0o644), 1),
    "of another user": (give_away, 1),
    "a link": (linked, 1),
}


@pytest.mark.case("A12")
@pytest.mark.parametrize("state", SPOILED)
def test_a_spoiled_file_is_replaced(cloud: Cloud, tmp_path: Path, state: str) -> None:
    spoil, warnings = SPOILED[state]
    assert logins(cloud) == (1, []) and logins(cloud) == (0, [])
    path = kept(tmp_path)
    spoil(path)
    told = logins(cloud)
    assert told[0] == 1 and len(told[1]) == warnings, told
    assert not warnings or str(place(tmp_path)) in told[1][0]
    found = path.lstat()
    assert (found.st_mode, found.st_uid) == (0o100600, os.geteuid())
    assert place(tmp_path).stat().st_mode & 0o777 == 0o700
    assert logins(cloud) == (0, [])


@pytest.mark.case("A12")
@pytest.mark.parametrize("state", ["entered by others", "of another user", "a link", "a file", "a folder for the file"])
def test_a_place_that_cannot_be_used_costs_a_login_each_time(cloud: Cloud, tmp_path: Path, state: str) -> None:
    assert logins(cloud) == (1, [])
    path = place(tmp_path)
    warnings = 1
    if state == "entered by others":
        path.chmod(0o755)
    elif state == "of another user":
        give_away(path)
    elif state == "a link":
        linked(path)
    elif state == "a file":
        path.rename(path.with_name("moved"))
        path.write_text("")
        warnings = 0
    else:
        foldered(kept(tmp_path))
    for _task in range(2):
        told = logins(cloud)
        assert told[0] == 1 and len(told[1]) == warnings, told


@pytest.mark.case("A12")
def test_a_full_disk_costs_a_login_each_time(cloud: Cloud, tmp_path: Path) -> None:
    """By the limit of a process on the size of its files: a write ends short, or not at all."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, limits[1]))
        found = [logins(cloud) for _task in range(2)]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert found == [(1, [])] * 2
    assert {path.suffix for path in place(tmp_path).iterdir()} <= {".lock", ".pace"}, "half a file was left"


@pytest.mark.case("A12")
def test_without_a_home_there_is_no_cache(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    assert logins(cloud) == logins(cloud) == (1, [])


PREPARED = """
import os, signal, sys, time
from ansible_collections.mlops.azureml.plugins.module_utils import folder
from ansible_collections.mlops.azureml.plugins.module_utils.auth import cache as caching
from ansible_collections.mlops.azureml.plugins.module_utils.auth.credential import Holder, Token
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, Deadline

base = sys.argv[1]

def started(work):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child

def ended(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

class Asking:
    source = "asking"
    def __init__(self, ask):
        self.ask = ask
    def token(self, audience, _fetch):
        return Token(self.ask(), int(time.time()) + 3600, audience)
    def holder(self):
        return Holder(("a", "b"), b"proof")

def token(ask):
    return caching.Cache(base, Deadline.after(Clock(), 300)).token(Asking(ask), "audience", None).value
"""
# Twenty write the same file a hundred times each, and read it after each write; half of them are killed under way.
RACE = """
ready, done = os.pipe()

def write(number):
    place = folder.opened(base)
    for nth in range(100):
        text = f"{number}.{nth}:" + "x" * 3000 + f":{number}.{nth}"
        folder.write(place, "token", {"text": text}, int(time.time()) + 3600, time.time())
        first, middle, last = folder.load(place, "token")["text"].split(":")
        assert first == last and middle == "x" * 3000
        os.write(done, b".")

children = [started(lambda number=number: write(number)) for number in range(20)]
os.close(done)
victims, survivors = children[::2], children[1::2]
for victim in victims:
    os.read(ready, 20)
    os.kill(victim, signal.SIGKILL)
while os.read(ready, 65536):
    pass
print(sum(ended(child) == -signal.SIGKILL for child in victims), [ended(child) for child in survivors])
place = folder.opened(base)
assert folder.load(place, "token")["text"]
folder.write(place, "token", {"text": "last"}, int(time.time()) + 3600, time.time())
print(folder.load(place, "token")["text"])
"""
# One holds the lock and is killed while it asks; twenty others wait for it.
LOCK = """
asks, asked = os.pipe()

def hang():
    os.write(asked, b"!")
    time.sleep(600)

def ask():
    os.write(asked, b".")
    return "found"

caching.LONGEST_WAIT = 250.0
holding = started(lambda: token(hang))
assert os.read(asks, 1) == b"!"

def wait():
    assert token(ask) == "found"

waiting = [started(wait) for _nth in range(20)]
os.kill(holding, signal.SIGKILL)
ended(holding)
print([ended(child) for child in waiting])
os.close(asked)
print(os.read(asks, 100).decode())
"""


def run(code: str, base: Path) -> list[str]:
    """What a Python of its own prints: it forks, and nothing here may be forked along."""
    base.mkdir(mode=0o700, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PREPARED + code, str(base)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=280)
    assert not done.returncode, done.stderr
    return done.stdout.splitlines()


@pytest.mark.case("A13")
def test_twenty_that_write_at_once_and_ten_that_are_killed_leave_a_whole_file(
    tmp_path: Path, figure: Callable[[str, float], None]
) -> None:
    killed, last = run(RACE, tmp_path / "base")
    assert killed.partition(" ")[2] == str([0] * 10) and last == "last"
    left = list((tmp_path / "base" / folder.FOLDER).iterdir())
    assert {path.stat().st_mode for path in left} == {0o100600}
    figure("kill.cache_writers", 20)


@pytest.mark.case("A13")
def test_a_lock_ends_with_its_owner(tmp_path: Path) -> None:
    """One of those that wait asks in its place, and the others take what it got."""
    codes, asks = run(LOCK, tmp_path / "base")
    assert codes == str([0] * 20) and asks == "."


@pytest.mark.case("A14")
@pytest.mark.parametrize(
    "other",
    [
        {"tenant": "common"},
        {"client_id": "app", "secret": "s"},
        {"validate_certs": False},
        {"secret": "rotated"},
    ],
    ids=lambda options: next(iter(options)),
)
def test_nobody_gets_the_token_of_another(cloud: Cloud, principal: Callable[..., None], other: dict[str, Any]) -> None:
    assert logins(cloud)[0] == 1 and logins(cloud)[0] == 0
    if "rotated" in other.values():
        principal(secret="rotated")
    assert logins(cloud, **other)[0] == 1
    assert logins(cloud, **other)[0] == 0
    # A rotated secret takes the place of the old one; all others stand side by side.
    assert log_in(cloud).get("failed", False) is ("rotated" in other.values())


@pytest.mark.case("A14")
def test_another_authority_is_another_login(cloud: Cloud, timely: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same names and the same secret, at another login service."""
    for one in (cloud, timely, cloud, timely):
        for name, value in one.emulator.environment().items():
            if name.startswith("AZURE_"):
                monkeypatch.setenv(name, value)
        result = one.play("aml_resource_group_info", {})
        assert not result.get("failed"), result
    assert len(asked(cloud)) == len(asked(timely)) == 1


@pytest.mark.case("A14")
def test_another_audience_is_another_login(cloud: Cloud) -> None:
    found = {}
    for audience in ("arm", "ml", "https://storage.azure.com", "arm", "ml"):
        result = cloud.play("aml_token", {"audience": audience})
        assert not result.get("failed"), result
        found.setdefault(audience, set()).add(result["token"])
    assert len(asked(cloud)) == 3
    assert all(len(values) == 1 for values in found.values()) and len(set.union(*found.values())) == 3


@pytest.mark.case("A14")
def test_a_wrong_secret_never_gets_the_token_of_the_right_one(cloud: Cloud) -> None:
    assert logins(cloud, client_id=CLIENT, secret=SECRET)[0] == 1
    result = log_in(cloud, client_id=CLIENT, secret="canary-wrong-secret")
    assert result["error"]["code"] == "AADSTS7000215", result
    assert logins(cloud, client_id=CLIENT, secret=SECRET)[0] == 0
