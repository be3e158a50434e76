# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make demo``: a fresh machine to a provisioned workspace.

Starts the emulator, runs the quickstart playbook twice with a plain ``ansible-playbook``, and holds the second run to
``changed=0``. The figures in ``tests/output/demo.json`` are read from what Ansible printed.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

import environment
import serving
import tree

PLAYBOOK = "mlops.azureml.quickstart"
FIGURES = environment.OUTPUT / "demo.json"
RECAP = re.compile(r"^\S+\s*:\s*ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)\s", re.MULTILINE)
QUIET = {"ANSIBLE_LOCALHOST_WARNING": "False", "ANSIBLE_INVENTORY_UNPARSED_WARNING": "False"}


class DemoFailed(Exception):
    """The demo did not show what it promises; the text says what."""


def main() -> int:
    """Return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the emulator running and say how to use it")
    keep = parser.parse_args().keep
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        demonstrate(keep)
    except (DemoFailed, environment.SetupError, serving.NotServing) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("demo: interrupted", file=sys.stderr)
        return 130
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Make a polite kill unwind like an interrupt at the keyboard, so that the emulator is stopped."""
    raise KeyboardInterrupt


def demonstrate(keep: bool) -> None:
    """Run the demo and leave its figures. Raises DemoFailed, SetupError or NotServing."""
    FIGURES.unlink(missing_ok=True)  # The figures of an earlier run must not outlive a run that fails.
    place = environment.demo_environment()
    root = tree.copy("demo")
    runs = environment.WORK / "run"
    runs.mkdir(parents=True, exist_ok=True)
    state = Path(tempfile.mkdtemp(prefix="demo-", dir=runs))
    process = None
    stays = False
    try:
        emulator, process = serving.start(place / "bin" / "python", root, state)
        print(f"The emulator answers at {emulator.url}\n", flush=True)
        collections = {"ANSIBLE_COLLECTIONS_PATH": str(tree.collections_path(root))}
        settings = {**QUIET, **collections, **emulator.variables()}
        first = run_playbook(place, settings)
        if first["failed"]:
            raise DemoFailed("a task of the first run failed; see above")
        second = run_playbook(place, settings)
        _write({"first": first, "second": second})
        _judge(first, second)
        stays = keep
    finally:
        if not stays:
            if process:
                serving.stop(process)
            shutil.rmtree(state, ignore_errors=True)
    if stays:
        _say_how_to_use(place, {**collections, **emulator.variables()}, emulator.pid)


def run_playbook(place: Path, settings: dict[str, str]) -> dict[str, float]:
    """Run the quickstart once, show what it prints, and return ``changed``, ``failed`` and ``wall_s`` of that run."""
    began = time.monotonic()
    printed: list[str] = []
    with subprocess.Popen(
        ["ansible-playbook", PLAYBOOK],
        env=environment.variables(place, **settings),
        cwd=environment.WORK,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            for line in process.stdout or ():
                printed.append(line)
                print(line, end="", flush=True)
        except BaseException:
            process.terminate()
            raise
    wall = round(time.monotonic() - began, 2)
    figures = recap("".join(printed))
    if figures is None:
        raise DemoFailed(f"ansible-playbook ended with status {process.returncode} and printed no PLAY RECAP")
    if process.returncode and not figures["failed"]:
        raise DemoFailed(f"ansible-playbook ended with status {process.returncode}")
    return {**figures, "wall_s": wall}


def recap(printed: str) -> dict[str, int] | None:
    """Return the sums over all hosts of Ansible's PLAY RECAP, or None where there is none."""
    head, mark, tail = printed.rpartition("PLAY RECAP")
    rows = RECAP.findall(tail)
    if not (head and mark and rows):
        return None
    changed, unreachable, failed = (sum(map(int, column)) for column in zip(*rows, strict=True))
    return {"changed": changed, "failed": failed + unreachable}


def _write(figures: dict[str, dict[str, float]]) -> None:
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    print(f"{FIGURES.relative_to(environment.ROOT)}: {json.dumps(figures)}", flush=True)


def _judge(first: dict[str, float], second: dict[str, float]) -> None:
    if second["failed"]:
        raise DemoFailed("a task of the second run failed; see above")
    if not first["changed"]:
        raise DemoFailed("the first run changed nothing, so the second run proves nothing")
    if second["changed"]:
        raise DemoFailed(f"the second run changed {second['changed']} things; it must change none")


def _say_how_to_use(place: Path, settings: dict[str, str], pid: int) -> None:
    print("\nThe emulator stays. To use it from another shell:\n")
    for name, value in settings.items():
        print(f"export {name}={shlex.quote(value)}")
    print(f'export PATH={shlex.quote(str(place / "bin"))}:"$PATH"')
    print(f"\nansible-playbook {PLAYBOOK}\n\nTo stop it: kill {pid}")


if __name__ == "__main__":
    sys.exit(main())
