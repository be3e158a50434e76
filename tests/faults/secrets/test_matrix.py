# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret in anything that a play shows or leaves: every module, every outcome, every channel (S01, S05 to S08)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mlops.azureml.plugins.module_utils import argspec, redact
from tests.emulator import Emulator
from tests.emulator.directory import Directory, Principal

from ..cloud import Cloud
from ..conftest import point_at
from . import served, tasks
from .canaries import Hunt
from .channels import CHANNELS, FETCHED, WIDEST, Channel, Seen, documents, modes, watch

# What a task with this outcome ends as.
FINE = ("check", "changed", "ok", "diff", "reveal", "async")
# One with secrets of its own, and one that returns a credential.
QUICK_MODULES = ["aml_datastore", "aml_token"]
# Plays of as many modules, so that several can run side by side.
PARTS = [tasks.MODULES[part::4] for part in range(4)]
NEW_TOKENS = ("aml_endpoint_token_info",)
# Which of many credentials counts, whether a made up token is looked at, and whether the service takes what no spec
# describes differs from module to module.
EITHER = ("all credentials", "given token", "free forms")


@pytest.fixture(scope="module")
def furnished(_no_home: None) -> Iterator[served.Served]:
    """An emulator in which every module has an application of its own, and every resource secrets of the service's."""
    applications = {name: Principal(name, tasks.secret_of(name, "secret")[1]) for name in tasks.MODULES}
    directory = Directory(principals=applications)
    with Emulator(operation_seconds=0, registered=["*"], directory=directory) as emulator:
        with pytest.MonkeyPatch.context() as patch:
            point_at(emulator, patch)
            found = served.furnish(Cloud(emulator))
        yield found


def test_every_module_and_every_secret_option_has_a_task() -> None:
    for module in tasks.MODULES:
        given = {label.partition(" ")[2] for entry in tasks.entries([module]) for label in entry.secrets}
        spec = argspec.arguments(tasks.task_of(module))
        missing = {*tasks.own_secrets(module), *tasks.CONNECTION, *tasks.free_forms(spec)} - given
        assert not missing, f"no task of the matrix gives {module} its {sorted(missing)}; see {tasks.__file__}"
    gone = tasks.NEEDS.keys() - set(tasks.MODULES)
    assert not gone, f"the matrix has tasks for {sorted(gone)}, which are no modules"


def _ids(value: Any) -> str:
    if isinstance(value, Channel):
        return value.name
    return value if isinstance(value, str) else f"{value[0]} and others"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both fronts in the widest channel; with ``--everything`` in process every channel."""
    if "channel" in metafunc.fixturenames:
        everything = metafunc.config.getoption("everything")
        channels = CHANNELS if everything else [WIDEST]
        chosen = [("in_process", channel, modules) for channel in channels for modules in PARTS]
        chosen += [("module", WIDEST, modules) for modules in (PARTS if everything else [QUICK_MODULES])]
        metafunc.parametrize(("front", "channel", "modules"), chosen, ids=_ids)


@pytest.mark.long
@pytest.mark.case("S01")
def test_no_secret_in_what_a_play_shows_and_leaves(
    front: str,
    channel: Channel,
    modules: list[str],
    furnished: served.Served,
    everything: bool,
    tmp_path: Path,
    figure: Callable[[str, float], None],
) -> None:
    furnished.anew()
    widest = everything and channel is WIDEST
    # Each way to use a module once; how a result is shown does not depend on it.
    entries = tasks.entries(modules, all_ways=widest and front == "in_process")
    if front == "module" and channel is WIDEST:
        entries += tasks.detached(modules)
    given = tasks.labels_given(entries)
    seen = watch(tmp_path, channel, front, entries, given, furnished.options())
    (tmp_path / "results.json").write_text(json.dumps(seen.results, indent=1))
    hunt = Hunt({**given, **furnished.secrets(seen)})
    for where, text in seen.texts.items():
        hunt.look(where, text)
    hunt.look("registered results", documents(seen, entries))
    hunt.look("processes", "\n".join(seen.processes))
    # What the service gave in a URL, and what a task puts into a query, goes there.
    asked = ["signature of a poll URL", *(label for label in given if " query." in label)]
    hunt.look("requests", json.dumps(furnished.requests()), but=asked)
    hunt.look("names of files", "\n".join(map(str, tmp_path.rglob("*"))))
    figure("canaries.checked", hunt.checked)
    figure("canaries.hits", len(hunt.hits))
    assert not hunt.hits, "\n".join(hunt.hits)
    _as_intended(entries, seen)
    _usable(entries, seen, furnished)
    _all_there(front, channel, seen)
    _only_tokens_are_written(seen, tmp_path)
    assert seen.processes, "no process of the play was seen"


def _usable(entries: list[tasks.Entry], seen: Seen, furnished: served.Served) -> None:
    """What a task returns on purpose is the credential itself, and not what stands for it (S05)."""
    for entry, result in zip(entries, seen.results, strict=False):
        if entry.outcome == "reveal":
            shown = json.dumps(result[entry.documented[0]])
            known = (json.dumps(secret) for secret in (*furnished.given.values(), *furnished.kept.values()))
            # A token is a new one each time.
            assert redact.MASK not in shown if entry.module in NEW_TOKENS else any(secret in shown for secret in known)
        elif entry.module == "aml_token" and entry.outcome in FINE and entry.outcome != "async":
            assert result["token"].startswith("eyJ")


def _all_there(front: str, channel: Channel, seen: Seen) -> None:
    """Nothing was found where nothing was, as little as in a channel that does not work."""
    kinds = {word for where, text in seen.texts.items() if text.strip() for word in where.split(".")[0].split()}
    wanted = {"printed", "log", "facts"}
    if channel is WIDEST:
        wanted |= {"junit", "tree"}
        wanted |= {"syslog", "job"} if front == "module" else set()
    assert wanted <= kinds, kinds


def _only_tokens_are_written(seen: Seen, place: Path) -> None:
    """What code of the collection writes lies in the folder of tokens, which is its user's alone; and no temporary file
    is left (S08).
    """
    folder = place / "home" / ".cache" / "ansible-mlops-azureml"
    assert seen.opened, "no token was kept"
    # These alone write, and name only what lies in the folder that it has open; what a task fetches lies where it says.
    fetched = rf"landing\.py {re.escape(str(place / FETCHED))}/.+"
    strange = [line for line in seen.opened if not re.fullmatch(rf"(cache|folder|pace)\.py [^/]+|{fetched}", line)]
    assert strange == []
    assert modes([folder, *folder.iterdir()]) == [] and list(folder.iterdir())
    assert [path for path in (place / "tmp").rglob("*") if path.is_file()] == []


def _as_intended(entries: list[tasks.Entry], seen: Seen) -> None:
    """Each task ended as its outcome says: a matrix of tasks that all fail for one reason would prove nothing."""
    odd = [
        f"{entry.module}, {entry.outcome}: {result.get('msg')}"
        for entry, result in zip(entries, seen.results, strict=False)
        if entry.outcome not in EITHER and bool(result.get("failed")) == (entry.outcome in FINE)
    ]
    assert not odd, "\n".join(odd)
    quoted = {
        entry.module
        for entry, result in zip(entries, seen.results, strict=False)
        if entry.outcome == "echo" and "Wrong request" in str(result.get("msg"))
    }
    assert quoted == {entry.module for entry in entries}, "the others were never quoted"
    assert Counter(entry.outcome for entry in entries)["exception"] >= len({entry.module for entry in entries})
