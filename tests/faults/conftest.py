# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fault tests share.

Each numbered case of the catalogue is one test, marked with ``@pytest.mark.case("N01")``. One that takes ``family``
runs on one family, with ``--representatives`` on one of every family, with ``--everything`` on every other type too;
with the mark ``in_place`` only on those that can be changed. What is counted leaves as properties of the JUnit file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.emulator import Emulator

from . import families, types
from .cloud import Cloud
from .honeypot import Honeypot
from .proxy import Proxy

hypothesis.settings.register_profile("faults", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("faults")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everything", action="store_true", help="all types, channels and seeds")
    parser.addoption("--representatives", action="store_true", help="the quick form, on a type of every family")


def pytest_configure(config: pytest.Config) -> None:
    # The emulator runs in this process: a connection that a fault cut is left to Python to collect.
    config.addinivalue_line("filterwarnings", "ignore:.*ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning")
    config.addinivalue_line("markers", "case(id): the case of the catalogue that the test is")
    config.addinivalue_line("markers", "everything: no part of the quick form")
    config.addinivalue_line("markers", "in_place: for families that can be changed")
    config.addinivalue_line("markers", "long: takes most of a minute, or more")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The quick form leaves out what is marked ``everything``. Another order, such as a random one, was made before."""
    if not config.getoption("everything"):
        left_out = [item for item in items if item.get_closest_marker("everything")]
        items[:] = [item for item in items if not item.get_closest_marker("everything")]
        config.hook.pytest_deselected(items=left_out)
    # What is long begins among the others, so that the end does not wait for it.
    long = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if item not in long]
    for number, item in enumerate(long):
        items.insert(number * (len(items) // len(long)), item)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``family``: every type, one of every family, or the one of the quick form. A test that is narrower parametrises
    it itself.
    """
    own: set[str] = set()
    for marker in metafunc.definition.iter_markers("parametrize"):
        names = marker.args[0]
        own |= set(names.replace(" ", "").split(",") if isinstance(names, str) else names)
    if "family" in metafunc.fixturenames and "family" not in own:
        quick = families.ALL if metafunc.config.getoption("representatives") else families.QUICK
        chosen = types.EVERY if metafunc.config.getoption("everything") else quick
        if metafunc.definition.get_closest_marker("in_place"):
            chosen = tuple(family for family in chosen if family.in_place)
        if "listed" in metafunc.fixturenames:
            chosen = tuple(family for family in chosen if family.name not in types.UNLISTED)
        metafunc.parametrize("family", chosen, ids=lambda family: family.name)


@pytest.fixture
def everything(request: pytest.FixtureRequest) -> bool:
    """Whether all types, channels and seeds are wanted."""
    return bool(request.config.getoption("everything"))


@pytest.fixture(autouse=True)
def _case(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> None:
    for marker in request.node.iter_markers("case"):
        record_property("case", marker.args[0])


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, float], None]:
    """``figure("urls.tried", 100)`` adds to a figure of ``tests/output/faults.json``; of one whose name ends in
    ``_s`` or ``_mb`` the largest counts.
    """
    return lambda name, value: record_property(f"figure:{name}", value)


@pytest.fixture(scope="session", autouse=True)
def _no_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A developer's own tokens and credentials are neither read nor written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for variable in ("XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            patch.delenv(variable, raising=False)
        yield


@pytest.fixture(scope="session")
def running(_no_home: None) -> Iterator[Cloud]:
    """The emulator of this process, with what is there before each test."""
    with Emulator(clock="virtual", operation_seconds=2, registered=["*"]) as started:
        cloud = Cloud(started)
        with pytest.MonkeyPatch.context() as patch:
            point_at(started, patch)
            cloud.furnish()
        yield cloud


@pytest.fixture
def cloud(running: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """The emulator as new, and tasks that log in to it. A task that meets a defect of ours fails the test."""
    point_at(running.emulator, monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    knobs = running.emulator.state.config.as_dict()
    running.anew()
    running.tracebacks.clear()
    yield running
    # A patch would merge what is a mapping.
    vars(running.emulator.state.config).update(knobs)
    if running.tracebacks:
        raise running.tracebacks[0]


@pytest.fixture(scope="session")
def door(running: Cloud) -> Iterator[Proxy]:
    """The proxy of this process."""
    made = Proxy(running.emulator)
    yield made
    made.close()


@pytest.fixture
def proxy(door: Proxy, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The proxy as new, between the tasks and the emulator."""
    door.anew()
    monkeypatch.setenv("AZURE_CLOUD_ENVIRONMENT", door.url)
    # Each task asks for its own token, so that the same task sends the same requests every time.
    monkeypatch.setenv("AML_TOKEN_CACHE", "false")
    cloud.config(operation_seconds={"default": 1})
    yield door
    door.anew()


@pytest.fixture(scope="session")
def pot(running: Cloud) -> Iterator[Honeypot]:
    """The honeypot of this process."""
    made = Honeypot(running.emulator)
    yield made
    made.close()


@pytest.fixture
def honeypot(pot: Honeypot) -> Honeypot:
    """The honeypot, which has seen nothing yet."""
    pot.seen.clear()
    return pot


def point_at(emulator: Emulator, patch: pytest.MonkeyPatch) -> None:
    """Set the environment variables that send tasks to ``emulator``."""
    for name, value in emulator.environment().items():
        if name.startswith("AZURE_"):
            patch.setenv(name, value)
