# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens on the disk: real files, real locks, real processes (reliability A14, S08, S09, G18)."""

from __future__ import annotations

import dataclasses
import fcntl
import itertools
import json
import os
import subprocess
import sys
from functools import partial

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils.auth import cache as caching
from ansible_collections.mlops.azureml.plugins.module_utils.auth.app_service import AppService
from ansible_collections.mlops.azureml.plugins.module_utils.auth.azure_cli import AzureCli
from ansible_collections.mlops.azureml.plugins.module_utils.auth.cache import LONGEST_WAIT, Cache
from ansible_collections.mlops.azureml.plugins.module_utils.auth.certificate import Certificate
from ansible_collections.mlops.azureml.plugins.module_utils.auth.client_secret import ClientSecret
from ansible_collections.mlops.azureml.plugins.module_utils.auth.credential import MARGIN, Token
from ansible_collections.mlops.azureml.plugins.module_utils.auth.given_token import GivenToken
from ansible_collections.mlops.azureml.plugins.module_utils.auth.managed_identity import ManagedIdentity
from ansible_collections.mlops.azureml.plugins.module_utils.auth.oauth import App
from ansible_collections.mlops.azureml.plugins.module_utils.auth.settings import resolve
from ansible_collections.mlops.azureml.plugins.module_utils.auth.workload_identity import WorkloadIdentity
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Deadline
from ansible_collections.mlops.azureml.plugins.module_utils.clouds import AZURE_CLOUDS
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AuthError, Cancelled
from ansible_collections.mlops.azureml.plugins.module_utils.folder import FOLDER, base_of
from ansible_collections.mlops.azureml.plugins.module_utils.session import cache_of
from ansible_collections.mlops.azureml.plugins.module_utils.transport import READ, Request, Transport
from tests.unit.doubles import ARM, ScriptedExchange, VirtualClock, answer, error

SECRET = "canary-of-a-client-secret"
AUDIENCE = "https://management.azure.com/"
URL = f"{ARM}/subscriptions?api-version=1"
OK = answer(200, {"value": []})


def app(clock=None, tenant="contoso.example", client_id="an-app", cloud="AzureCloud", version="v2"):
    return App(AZURE_CLOUDS[cloud], tenant, client_id, clock or VirtualClock(), version)


@dataclasses.dataclass(frozen=True)
class Counting:
    """A client secret that counts in place of asking; each token is another one."""

    real: object
    clock: VirtualClock
    numbers: object
    lifetime: int = 3599
    refusal: Exception | None = None
    asked: list = dataclasses.field(default_factory=list)
    source: str = "counting"

    def token(self, audience, _fetch):
        self.asked.append(audience)
        if self.refusal is not None:
            raise self.refusal
        return Token(f"token-{next(self.numbers)}", int(self.clock.time()) + self.lived(self.lifetime), audience)

    @staticmethod
    def lived(lifetime):
        """The lifetime; a test puts here what happens meanwhile."""
        return lifetime

    def secrets(self):
        return ()

    def holder(self):
        return self.real.holder()


class Place:
    """A folder for tokens, and one task after the other that uses it."""

    def __init__(self, base):
        self.base = base
        self.clock = VirtualClock()
        self.folder = base / FOLDER
        self.numbers = itertools.count()

    def cache(self, seconds=3600, verify=""):
        return Cache(str(self.base), Deadline.after(self.clock, seconds), verify)

    def counting(self, real=None, lifetime=3599, refusal=None):
        return Counting(real or ClientSecret(app(self.clock), SECRET), self.clock, self.numbers, lifetime, refusal)

    def task(self, real=None, audience=AUDIENCE, lifetime=3599, refusal=None, verify=""):
        """The token of a new task, and whether it was asked for."""
        credential = self.counting(real, lifetime, refusal)
        found = self.cache(verify=verify).token(credential, audience, None)
        assert found.audience == audience
        return found.value, bool(credential.asked)

    def fetches(self, *arguments, **options):
        return self.task(*arguments, **options)[1]

    def files(self, suffix=""):
        return sorted(
            path for path in self.folder.iterdir() if path.name.endswith(suffix) and (suffix or path.suffix == "")
        )

    @property
    def only(self):
        (found,) = self.files()
        return found


@pytest.fixture(name="place")
def place_fixture(tmp_path):
    (tmp_path / "base").mkdir()
    return Place(tmp_path / "base")


def mode(path):
    return path.stat().st_mode & 0o7777


class TestATask:
    def test_takes_the_token_of_the_one_before(self, place):
        first = place.task()
        assert first[1] and place.task() == (first[0], False)

    def test_leaves_a_file_that_only_its_user_can_read(self, place):
        before = os.umask(0)
        try:
            place.task()
        finally:
            os.umask(before)
        assert mode(place.folder) == 0o700
        assert {mode(path) for path in place.folder.iterdir()} == {0o600}

    def test_leaves_the_token_and_its_end_and_nothing_of_the_secret(self, place):
        value, _asked = place.task()
        entry = json.loads(place.only.read_text())
        assert (entry.pop("token"), entry.pop("expires_on")) == (value, int(place.clock.time()) + 3599)
        # What is left tells another secret. It differs each time, so that no table of digests is of use.
        assert entry.keys() == {"salt", "seal"}
        place.only.unlink()
        place.task()
        again = json.loads(place.only.read_text())
        assert again["salt"] != entry["salt"] and again["seal"] != entry["seal"]
        everything = "".join(path.name + path.read_text() for path in place.folder.iterdir())
        assert SECRET not in everything and SECRET.encode().hex() not in everything

    def test_names_the_file_without_the_secret(self, place):
        place.task()
        first = place.only.name
        place.task(ClientSecret(app(place.clock), "another"))
        assert place.only.name == first

    @pytest.mark.parametrize(
        "other",
        [
            {"tenant": "fabrikam.example"},
            {"client_id": "another-app"},
            {"cloud": "AzureUSGovernment"},
            {"version": "v1"},
        ],
        ids=lambda other: next(iter(other)),
    )
    def test_never_gets_the_token_of_another_principal_or_endpoint(self, place, other):
        mine, _asked = place.task()
        theirs, asked = place.task(ClientSecret(app(place.clock, **other), SECRET))
        assert asked and theirs != mine
        assert place.task() == (mine, False)

    def test_never_gets_the_token_for_another_audience(self, place):
        mine, _asked = place.task()
        assert place.task(audience="https://ml.azure.com")[0] != mine
        assert place.task()[0] == mine

    def test_that_checks_the_certificate_never_gets_what_an_unchecked_login_gave(self, place):
        assert place.fetches(verify="unchecked") and place.fetches(verify="") and place.fetches(verify="/ca.pem")

    def test_with_another_secret_never_gets_the_token_of_the_right_one(self, place):
        right, _asked = place.task()
        wrong = ClientSecret(app(place.clock), SECRET + "x")
        with pytest.raises(AuthError, match="refused"):
            place.task(wrong, refusal=AuthError("refused"))
        # And it does not cost the right one its own.
        assert place.task() == (right, False)

    def test_with_a_rotated_secret_replaces_the_token(self, place):
        place.task()
        rotated = ClientSecret(app(place.clock), "rotated")
        new, asked = place.task(rotated)
        assert asked and place.task(rotated) == (new, False)

    @pytest.mark.parametrize("lifetime", [MARGIN - 1, 0])
    def test_keeps_no_token_that_cannot_be_used_again(self, place, lifetime):
        assert place.fetches(lifetime=lifetime) and place.fetches(lifetime=lifetime)
        assert place.files() == []

    def test_asks_again_before_the_token_ends_on_the_way(self, place):
        place.task()
        place.clock.moment = 3599 - MARGIN
        assert not place.fetches()
        place.clock.moment += 1
        assert place.fetches() and not place.fetches()

    def test_sweeps_what_has_expired(self, place):
        for number in range(3):
            place.task(ClientSecret(app(place.clock, tenant=f"tenant{number}"), SECRET))
        (place.folder / "left-by-a-killed-task").touch()
        os.utime(place.folder / "left-by-a-killed-task", (0, 0))
        place.clock.moment = 3601
        place.task()
        assert len(place.files()) == 1 and len(place.files(".lock")) == 1

    def test_that_is_refused_leaves_nothing(self, place):
        with pytest.raises(AuthError):
            place.task(refusal=AuthError("refused"))
        assert place.files() == []


class TestAnyTrouble:
    """Each means asking for a token: twice the same task, twice asked."""

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"\xff\xfe\x00",
            b"[]",
            b"5",
            b"{}",
            b"[" * 100_000,
            b'{"token": 5, "expires_on": 9999999999, "salt": "", "seal": ""}',
            b'{"token": "x", "expires_on": "9999999999", "salt": "", "seal": ""}',
            b'{"token": "x", "expires_on": 9999999999, "salt": [], "seal": ""}',
            b'{"token": "x", "expires_on": 9999999999, "salt": "", "seal": null}',
            b'{"token": "", "expires_on": 9999999999, "salt": "", "seal": ""}',
            b'{"token": "x", "expires_on": 1e999, "salt": "", "seal": ""}',
            b'{"token": "x", "expires_on": 9999999999, "salt": "\\ud800", "seal": "\\u00fc"}',
        ],
    )
    def test_with_the_content(self, place, content):
        place.task()
        place.only.write_bytes(content)
        assert place.fetches() and not place.fetches()

    def test_with_half_of_the_content(self, place):
        place.task()
        whole = place.only.read_bytes()
        place.only.write_bytes(whole[: len(whole) // 2])
        assert place.fetches() and not place.fetches()

    def test_with_a_value_that_would_break_the_header(self, place):
        place.task()
        entry = json.loads(place.only.read_text())
        place.only.write_text(json.dumps({**entry, "token": "x\r\nX-Evil: 1"}))
        assert place.fetches()

    @pytest.mark.parametrize("bits", [0o640, 0o604, 0o620, 0o666])
    def test_with_a_file_that_others_can_use(self, place, bits):
        place.task()
        place.only.chmod(bits)
        assert place.fetches()
        assert mode(place.only) == 0o600, "the new one is safe"

    @pytest.mark.parametrize("bits", [0o750, 0o705, 0o777, 0o711])
    def test_with_a_folder_that_others_can_use(self, place, bits):
        place.task()
        place.folder.chmod(bits)
        before = place.only.read_bytes()
        assert place.fetches() and place.fetches()
        assert (mode(place.folder), place.only.read_bytes()) == (bits, before), "it was touched"

    def test_with_a_file_that_is_a_link(self, place, tmp_path):
        place.task()
        place.only.rename(tmp_path / "elsewhere")
        link = place.folder / place.files(".lock")[0].stem
        link.symlink_to(tmp_path / "elsewhere")
        before = (tmp_path / "elsewhere").read_bytes()
        assert place.fetches()
        assert not link.is_symlink() and (tmp_path / "elsewhere").read_bytes() == before

    def test_with_a_folder_that_is_a_link(self, place, tmp_path):
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        place.folder.symlink_to(tmp_path / "elsewhere")
        assert place.fetches() and place.fetches()
        assert list((tmp_path / "elsewhere").iterdir()) == []

    @pytest.mark.parametrize("kind", ["file", "pipe", "folder"])
    def test_with_something_else_in_the_place(self, place, kind):
        place.task()
        (lock,) = place.files(".lock")
        for path in (place.only, lock):
            path.unlink()
            if kind == "pipe":
                os.mkfifo(path)
            else:
                (path.touch if kind == "file" else path.mkdir)()
        assert place.fetches()

    def test_with_a_file_in_the_place_of_the_folder(self, place):
        place.folder.touch()
        assert place.fetches() and place.fetches()

    @pytest.mark.parametrize("what", ["folder", "only"])
    def test_with_what_belongs_to_somebody_else(self, place, what, monkeypatch):
        place.task()
        if os.geteuid() == 0:
            os.chown(getattr(place, what), 12345, -1)
        else:
            # Only root can give files away; so somebody else looks at them here.
            somebody = os.geteuid() + 1
            monkeypatch.setattr(os, "geteuid", lambda: somebody)
        assert place.fetches()

    @pytest.mark.parametrize("base", ["/proc/nothing/here", "/dev/null", "/proc"])
    def test_with_the_place_itself(self, base, place, tmp_path):
        credential = place.counting()
        for _number in range(2):
            Cache(base, Deadline.after(place.clock, 60)).token(credential, AUDIENCE, None)
        assert len(credential.asked) == 2

    def test_with_a_home_that_is_not_there(self, tmp_path):
        place = Place(tmp_path / "nowhere" / ".cache")
        assert place.fetches() and place.fetches()
        assert not (tmp_path / "nowhere").exists()

    def test_with_a_disk_that_is_full(self, place, monkeypatch):
        monkeypatch.setattr(os, "write", lambda handle, content: len(content) // 2)
        assert place.fetches() and place.fetches()
        assert place.files() == []

    def test_with_locks_that_the_file_system_does_not_know(self, place, monkeypatch):
        def fails(_handle, _how):
            raise OSError("no locks available")

        monkeypatch.setattr(fcntl, "flock", fails)
        assert place.fetches() and not place.fetches()
        assert place.clock.slept == []


class TestThePlace:
    def test_is_made_when_only_the_home_is_there(self, tmp_path):
        place = Place(tmp_path / ".cache")
        assert place.fetches() and not place.fetches()
        assert mode(tmp_path / ".cache") == 0o700

    def test_is_memory_when_that_is_the_users_own(self, tmp_path):
        (tmp_path / "run").mkdir(mode=0o700)
        assert base_of(str(tmp_path / "run"), "/caches", "/home/u") == str(tmp_path / "run")
        (tmp_path / "run").chmod(0o755)
        assert base_of(str(tmp_path / "run"), "/caches", "/home/u") == "/caches"

    @pytest.mark.parametrize(
        ("places", "expected"),
        [
            (("/nowhere/at/all", None, "/home/u"), "/home/u/.cache"),
            (("relative", "", "/home/u"), "/home/u/.cache"),
            ((None, "relative", "/home/u"), None),
            ((None, None, "~"), None),
            ((None, None, None), None),
        ],
    )
    def test_is_an_absolute_path_or_none(self, places, expected):
        assert base_of(*places) == expected

    def test_in_the_home_of_another_user_is_not_filled_by_root(self, place, monkeypatch):
        if os.geteuid() == 0:
            os.chown(place.base, 12345, -1)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert place.fetches() and place.fetches()
        assert not place.folder.exists()

    def test_follows_the_settings_of_the_task(self, tmp_path):
        deadline = Deadline.after(VirtualClock(), 60)
        (tmp_path / ".cache").mkdir()
        for params, environ, kept in (
            ({}, {}, True),
            ({"token_cache": False}, {}, False),
            ({}, {"AML_TOKEN_CACHE": "no"}, False),
        ):
            assert bool(cache_of(resolve(params, environ, str(tmp_path)), deadline)) is kept
        assert cache_of(resolve({}, {}, "~"), deadline) is None

    def test_keeps_unchecked_logins_apart_in_a_task_too(self, place, tmp_path):
        credential = place.counting()
        for options in ({}, {"validate_certs": False}, {"ca_path": "/ca.pem"}) * 2:
            settings = resolve(options, {}, str(tmp_path))
            cache_of(settings, Deadline.after(place.clock, 60)).token(credential, AUDIENCE, None)
        assert len(credential.asked) == 3


class TestEveryKind:
    @pytest.fixture(name="login")
    def login_fixture(self, tmp_path):
        """The folder of a CLI that somebody is logged in to."""
        (tmp_path / "azureProfile.json").write_text('{"subscriptions": [{"user": {"name": "a"}}]}')
        return tmp_path

    def test_of_a_login_of_the_cli_is_kept_until_the_login_changes(self, place, login):
        az = AzureCli("/usr/bin/az", "tenant", "sub", str(login))
        assert place.fetches(az) and not place.fetches(az)
        (login / "azureProfile.json").write_text('{"subscriptions": [{"user": {"name": "b"}}]}')
        assert place.fetches(az) and not place.fetches(az)
        (login / "config").write_text("[cloud]\nname = AzureUSGovernment\n")
        assert place.fetches(az) and not place.fetches(az)
        for other in ({"tenant": "other"}, {"subscription": "other"}, {"az": "/opt/az"}):
            assert place.fetches(dataclasses.replace(az, **other))
        (login / "azureProfile.json").unlink()
        assert place.fetches(az) and place.fetches(az)

    @pytest.mark.parametrize("change", ["another login", "logged out"])
    def test_that_was_fetched_while_the_login_changed_is_not_kept(self, place, login, monkeypatch, change):
        az = AzureCli("/usr/bin/az", config_dir=str(login))
        before = (login / "azureProfile.json").read_bytes()
        credential = place.counting(az)

        def meanwhile(lifetime):
            (login / "azureProfile.json").write_bytes(b"another" if change == "another login" else b"")
            return lifetime

        monkeypatch.setattr(Counting, "lived", staticmethod(meanwhile))
        assert place.cache().token(credential, AUDIENCE, None)
        monkeypatch.undo()
        (login / "azureProfile.json").write_bytes(before)
        assert place.fetches(az), "the token of somebody else"

    def test_that_was_fetched_while_its_proof_vanished_is_used_all_the_same(self, place, tmp_path, monkeypatch):
        path = tmp_path / "app.pem"
        path.write_text("key and certificate")

        def meanwhile(lifetime):
            path.unlink()
            return lifetime

        monkeypatch.setattr(Counting, "lived", staticmethod(meanwhile))
        assert place.fetches(Certificate(app(place.clock), str(path)))
        assert place.files() == []

    def test_of_a_certificate_is_kept_until_anything_of_it_changes(self, place, tmp_path):
        path = tmp_path / "app.pem"
        path.write_text("key and certificate")
        certificate = Certificate(app(place.clock), str(path), "password")
        assert place.fetches(certificate) and not place.fetches(certificate)
        for other in ({"password": "wrong"}, {"password": None}, {"thumbprint": "AB"}):
            assert place.fetches(dataclasses.replace(certificate, **other))
        path.write_text("another key")
        assert place.fetches(certificate)
        path.unlink()
        with pytest.raises(AuthError, match="there is no file"):
            place.task(certificate)

    def test_of_a_federated_token_is_kept_until_that_changes(self, place, tmp_path):
        path = tmp_path / "token"
        path.write_text("an-assertion")
        federated = WorkloadIdentity(app(place.clock), str(path))
        assert place.fetches(federated) and not place.fetches(federated)
        assert not place.fetches(WorkloadIdentity(app(place.clock), value="an-assertion")), "the same proof"
        path.write_text("the-next")
        assert place.fetches(federated)

    def test_of_a_given_token_or_a_managed_identity_is_never_kept(self, place):
        clock = place.clock
        for real in (
            GivenToken("value", clock),
            ManagedIdentity(clock),
            AppService("http://127.0.0.1/", "proof", clock),
            AzureCli("/usr/bin/az"),
        ):
            assert place.fetches(real) and place.fetches(real)
        assert not place.folder.exists()

    def test_shows_no_proof(self, login):
        path = login / "app.pem"
        path.write_text("canary")
        for real in (
            ClientSecret(app(), "canary"),
            Certificate(app(), str(path), "canary"),
            WorkloadIdentity(app(), value="canary"),
        ):
            assert "canary" not in repr(real.holder())
            assert "canary" not in json.dumps(real.holder().whose)


class TestARefusedToken:
    def transport(self, place, *script, refusal=None):
        exchange = ScriptedExchange(*script)
        credential = place.counting(refusal=refusal)
        return Transport(credential, AZURE_CLOUDS["AzureCloud"], exchange, place.cache())

    def test_is_dropped_and_fetched_anew_once(self, place):
        value, _asked = place.task()
        sender = self.transport(place, error(401, "InvalidAuthenticationToken"), OK)
        assert sender.send(Request("GET", URL, READ)).status == 200
        assert len(sender.credential.asked) == 1
        new, asked = place.task()
        assert new != value and not asked

    def test_is_not_served_again_when_no_other_can_be_had(self, place):
        place.task()
        sender = self.transport(place, error(401, "InvalidAuthenticationToken"), refusal=AuthError("refused"))
        with pytest.raises(AuthError, match="refused"):
            sender.send(Request("GET", URL, READ))
        assert place.files() == []

    def test_that_another_task_has_replaced_costs_no_login(self, place):
        place.task()
        sender = self.transport(place, OK, error(401, "InvalidAuthenticationToken"), OK)
        assert sender.send(Request("GET", URL, READ)).status == 200
        # Meanwhile the other one was refused too, and has fetched the next.
        place.only.unlink()
        new, _asked = place.task()
        assert sender.send(Request("GET", URL, READ)).status == 200
        assert sender.credential.asked == [] and sender.token("arm").value == new

    def test_that_is_refused_again_ends_the_request(self, place):
        place.task()
        sender = self.transport(place, *[error(401, "InvalidAuthenticationToken")] * 2)
        assert sender.send(Request("GET", URL, READ)).status == 401
        assert len(sender.credential.asked) == 1

    def test_is_among_the_secrets(self, place):
        value, _asked = place.task()
        sender = self.transport(place)
        sender.token("arm")
        assert value in sender.secrets()


class TestSeveralTasks:
    def held(self, place):
        """The lock, as another process holds it."""
        place.task()
        place.only.unlink()
        lock = os.open(place.files(".lock")[0], os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def test_wait_for_the_one_that_asks(self, place, monkeypatch):
        lock = self.held(place)
        written = []

        def nap(seconds):
            place.clock.moment += seconds
            if place.clock.moment > 1 and not written:
                written.append(True)
                os.close(lock)
                place.task()

        monkeypatch.setattr(place.clock, "sleep", nap)
        assert not place.fetches()

    @pytest.mark.parametrize(("seconds", "waited"), [(3600, LONGEST_WAIT), (1, 1)])
    def test_wait_no_longer_than_some_seconds_or_their_own_deadline(self, place, seconds, waited):
        lock = self.held(place)
        credential = place.counting()
        assert place.cache(seconds).token(credential, AUDIENCE, None).value
        assert credential.asked and sum(place.clock.slept) == pytest.approx(waited, abs=0.1)
        assert not place.fetches(), "it was kept all the same"
        os.close(lock)

    def test_end_with_their_job(self, place):
        lock = self.held(place)
        place.clock.gone = True
        with pytest.raises(Cancelled):
            place.task()
        os.close(lock)

    def test_leave_no_file_open(self, place):
        before = len(os.listdir("/proc/self/fd"))
        for lifetime in (3599, 3599, 0):
            place.task(lifetime=lifetime)
        with pytest.raises(AuthError):
            place.task(ClientSecret(app(place.clock), "wrong"), refusal=AuthError("refused"))
        place.only.write_text("{")
        place.task()
        place.cache().drop(place.counting(), AUDIENCE, "x")
        place.folder.chmod(0o755)
        place.task()
        assert len(os.listdir("/proc/self/fd")) == before

    def run(self, count, code, *arguments):
        """``count`` processes with the same code; what each printed."""
        started = [
            subprocess.Popen(
                [sys.executable, "-c", PREPARED + code, *map(str, arguments), str(number)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
            for number in range(count)
        ]
        ended = [(process.communicate(timeout=100), process.returncode) for process in started]
        assert [(told[1], status) for told, status in ended] == [("", 0)] * count
        return [told[0].strip() for told, _status in ended]

    def test_of_eight_processes_one_asks(self, place):
        asked = place.base / "asked"
        tokens = self.run(8, ONE_FETCH, place.base, asked)
        assert asked.read_text() == "x\n"
        assert len(set(tokens)) == 1 and tokens[0].startswith("token-of-")

    def test_that_write_all_the_time_never_read_half_a_file(self, place):
        found = self.run(4, MANY_WRITES, place.base)
        assert all(line.startswith("500 ") for line in found), found
        # One that runs alone never finds the file of another.
        assert sum(int(line.split()[1]) for line in found) > 0, found
        assert {path.suffix for path in place.folder.iterdir()} <= {"", ".lock"}, "half a file was left"


PREPARED = f"""
import os, sys, time
from {caching.__name__.rpartition(".")[0]} import cache as caching, credential
from {caching.__name__.rpartition(".auth")[0]}.clock import Clock, Deadline

caching.LONGEST_WAIT = 60.0

class Asking:
    source = "counting"
    def __init__(self, ask):
        self.ask = ask
    def token(self, audience, _fetch):
        return credential.Token(self.ask(), int(time.time()) + 3600, audience)
    def holder(self):
        return credential.Holder(("a", "b"), b"proof")

cache = caching.Cache(sys.argv[1], Deadline.after(Clock(), 90))
"""
ONE_FETCH = """
def ask():
    handle = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, b"x\\n")
    os.close(handle)
    time.sleep(0.5)
    return f"token-of-{sys.argv[3]}"

print(cache.token(Asking(ask), "audience", None).value)
"""
# Each forgets what it reads, so that all of them write; a token that is not whole would not be of this form.
MANY_WRITES = """
number, read = 0, 0
for number in range(500):
    asked = []
    def ask():
        asked.append(True)
        return f"{number}:" + "x" * 20000 + f":{number}"
    found = cache.token(Asking(ask), "audience", None).value
    first, middle, last = found.split(":")
    assert first == last and middle == "x" * 20000, found[:80]
    read += not asked
    cache.drop(Asking(ask), "audience", found)
print(number + 1, read)
"""


def raising(problem):
    raise problem


class TestADocument:
    """What a custom cloud says of itself."""

    URL = "https://arm.example/metadata/endpoints"

    def documents(self, place, *answers, seconds=3600, verify=""):
        left = list(answers)
        cache = place.cache(seconds, verify)
        return [cache.document(self.URL, lambda: left.pop(0)) for _answer in answers], left

    def test_is_asked_for_once(self, place):
        assert self.documents(place, {"a": 1}, {"a": 2}) == ([{"a": 1}] * 2, [{"a": 2}])
        assert self.documents(place, {"a": 3}) == ([{"a": 1}], [{"a": 3}])

    def test_is_asked_for_again_after_an_hour(self, place):
        self.documents(place, {"a": 1})
        place.clock.moment += caching.DOCUMENT_SECONDS
        assert self.documents(place, {"a": 2})[0] == [{"a": 2}]

    def test_that_was_read_unchecked_stays_with_those_who_do_not_check(self, place):
        self.documents(place, {"a": 1}, verify="unchecked")
        assert self.documents(place, {"a": 2})[0] == [{"a": 2}]

    def test_that_is_refused_is_not_kept(self, place):
        cache = place.cache()
        with pytest.raises(AuthError):
            cache.document(self.URL, partial(raising, AuthError("no")))
        assert self.documents(place, {"a": 1})[0] == [{"a": 1}]

    def test_in_a_file_that_others_can_use_is_not_believed(self, place):
        self.documents(place, {"a": 1})
        (path,) = place.files(".cloud")
        path.chmod(0o644)
        assert self.documents(place, {"a": 2})[0] == [{"a": 2}]

    @pytest.mark.parametrize(
        "content", ["", "{", "[]", '{"document": {"a": 9}}', '{"document": 1, "expires_on": 1e99}']
    )
    def test_of_odd_content_is_asked_for(self, place, content):
        self.documents(place, {"a": 1})
        (path,) = place.files(".cloud")
        path.write_text(content)
        assert self.documents(place, {"a": 2})[0] == [{"a": 2}]
