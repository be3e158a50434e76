# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make conformance``: Microsoft's own clients, examples and recordings against the emulator.

``python tests/conformance/run.py [part ...]`` makes the environments that it needs below ``.venv/``, runs the parts
(all, or those named), leaves their JUnit files and ``tests/output/conformance.json``, and exits with 1 when a test
failed or was skipped for a reason that tests/tools/allowed_skips.json does not list.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import azurite  # noqa: E402  # below this folder, which is no package
import environment  # noqa: E402  # below tests/tools, which is no package
import junit  # noqa: E402
import tree  # noqa: E402

FIGURES = environment.OUTPUT / "conformance.json"
RESULTS = environment.OUTPUT / "conformance" / "junit"
# tests/tools names a suite after the file; this is what `make test` calls these tests.
SUITE = "conformance"

EMULATOR = "tests/emulator/requirements.txt"
CLIENTS = ("tests/conformance/requirements.txt", EMULATOR)
SDK_V1 = ("tests/conformance/requirements-azureml-core.txt",)
MLFLOW = ("tests/conformance/requirements-azureml-mlflow.txt",)
# These tests run modules, so they need Ansible, and the collection where Ansible finds it.
MODULES = environment.TEST_REQUIREMENTS
# The benchmark measures the same collection, in the same environment.
AZCOLLECTION = ("tests/benchmark/requirements-azcollection.txt",)
AZCOLLECTION_ENVIRONMENT = "bench-azcollection"


@dataclass(frozen=True)
class Part:
    """Tests that run together: what they are called in the figures, and where they are.

    :param environment: the folder below ``.venv/`` in which ``requirements`` are installed; pytest is among them.
    :param pythons: the releases of Python that these run on, the best first; empty for any.
    :param plays: what the tests start, in an environment of its own; its pytest is that of the others.
    :param heavy: why this is done on demand only, '' for what is always done.
    """

    name: str
    path: str
    requirements: tuple[str, ...] = CLIENTS
    environment: str = "conformance"
    pythons: tuple[str, ...] = ()
    plays: tuple[str, ...] = ()
    heavy: str = ""


PARTS = (
    Part("azure-identity", "clients/test_azure_identity.py"),
    Part("msal", "clients/test_msal.py"),
    Part("azure-mgmt-machinelearningservices", "clients/test_azure_mgmt_machinelearningservices.py"),
    Part("arm_ml_service", "clients/test_arm_ml_service.py"),
    Part("azure-ai-ml", "clients/test_azure_ai_ml.py"),
    Part("uploads", "clients/test_uploads.py"),
    Part("azurite", "clients/test_azurite.py"),
    # SDK v1 imports imghdr, which Python 3.13 removed; its pinned packages have releases for these.
    Part("azureml-core", "clients/test_azureml_core.py", SDK_V1, "conformance-azureml-core", ("3.11", "3.12")),
    Part("azureml-mlflow", "clients/test_azureml_mlflow.py", MLFLOW, "conformance-azureml-mlflow"),
    Part(
        "azure.azcollection",
        "clients/test_azcollection.py",
        pythons=("3.12",),
        plays=AZCOLLECTION,
        heavy="takes 2 GB below .venv and up to half an hour",
    ),
    Part(
        "azure.azcollection-examples",
        "clients/test_azcollection_examples.py",
        MODULES,
        pythons=("3.12",),
        plays=AZCOLLECTION,
        heavy="takes 2 GB below .venv and up to half an hour",
    ),
    Part("cases", "test_cases.py"),
    Part("recorded", "test_recorded.py"),
    Part("yaml", "test_yaml.py", MODULES),
    Part("lists", "test_lists.py"),
    Part("throughput", "test_throughput.py"),
)
# These have a figure of their own; what is below clients/ is counted by client.
COUNTED = ("cases", "recorded", "yaml")


def main() -> int:
    """Return the exit status: 0 when nothing failed and nothing was skipped unexpectedly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", help=f"default: all of {', '.join(part.name for part in PARTS)}")
    parser.add_argument("--everything", action="store_true", help="also the parts that take long; naming one does, too")
    given = parser.parse_args()
    unknown = sorted(set(given.part) - {part.name for part in PARTS})
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    chosen = [part for part in PARTS if not given.part or part.name in given.part]

    RESULTS.mkdir(parents=True, exist_ok=True)
    for old in RESULTS.glob("*.xml"):
        old.unlink()
    try:
        main_python = environment.ensure("conformance", Path(sys.executable), CLIENTS, pinned=False) / "bin" / "python"
        for part in chosen:
            wanted = given.everything or bool(given.part) or not part.heavy
            missing = _missing(part) if wanted else f"{part.name} {part.heavy}: make conformance EVERYTHING=1"
            if missing:
                _skip(part, missing)
            else:
                _run(part, main_python)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    return _report(chosen)


def _run(part: Part, main_python: Path) -> None:
    """Run a part in its environment. Raises environment.SetupError when that cannot be made."""
    base = _base(part) or Path(sys.executable)
    extra: dict[str, str] = {}
    if part.plays:
        try:
            played = environment.ensure(AZCOLLECTION_ENVIRONMENT, base, part.plays, pinned=False)
        except environment.SetupError as error:
            _skip(part, f"azure.azcollection cannot be installed here: {' '.join(str(error).split())[-300:]}")
            return
        extra["CONFORMANCE_AZCOLLECTION"] = str(played)
    if part.requirements == MODULES:
        own = environment.main_environment() / "bin" / "python"
        _pytest(part, own, main_python, tree.copy("conformance"), **extra)
    elif part.plays:
        _pytest(part, main_python, main_python, **extra)
    else:
        place = environment.ensure(part.environment, base, part.requirements, pinned=False)
        _pytest(part, place / "bin" / "python", main_python)


def _base(part: Part) -> Path | None:
    """Return a Python that a part runs on, this very one if it does; None when the machine has none."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not part.pythons or running in part.pythons:
        return Path(sys.executable)
    found = environment.interpreters()
    return next((found[version] for version in part.pythons if version in found), None)


def _missing(part: Part) -> str:
    """Return what a part needs and this machine lacks; a server is installed now, with the caller's settings of npm."""
    if _base(part) is None:
        return f"this machine has no Python {' or '.join(part.pythons)}, and {part.name} runs on no other one"
    if part.name == "azurite":
        try:
            azurite.program()
        except azurite.Missing as reason:
            return str(reason)
    return ""


def _pytest(part: Part, python: Path, emulator_python: Path, root: Path = environment.ROOT, **extra: str) -> None:
    """Run one part, of the project at ``root``. What it found is read from its JUnit file; without one, the run itself
    is the failure.
    """
    report = RESULTS / f"{part.name}.xml"
    print(f"\n== {part.name}", flush=True)
    here = root / HERE.relative_to(environment.ROOT)
    command = [python, "-m", "pytest", "-q", "-c", here / "pytest.ini", f"--junitxml={report}", here / part.path]
    variables = environment.variables(python.parents[1], CONFORMANCE_EMULATOR_PYTHON=str(emulator_python), **extra)
    variables["HOME"] = str(_scratch_home())
    if root != environment.ROOT:
        variables["PYTHONPATH"] = os.pathsep.join((str(tree.collections_path(root)), str(root / "tests" / "tools")))
    words = [str(word) for word in command]
    status = subprocess.run(words, cwd=root, env=variables, check=False).returncode
    cases = junit.read(report) if report.is_file() else []
    if not cases or (status and not any(case.outcome == "failed" for case in cases)):
        message = f"pytest ended with status {status} and {len(cases)} results"
        junit.write(report, part.name, [junit.Case(part.name, "run", "failed", message)])


def _scratch_home() -> Path:
    """Return a home directory that is nobody's: the clients cache tokens and cloud descriptions in it."""
    home = environment.OUTPUT / "conformance" / "home"
    home.mkdir(parents=True, exist_ok=True)
    return home


def _skip(part: Part, reason: str) -> None:
    junit.write(RESULTS / f"{part.name}.xml", part.name, [junit.Case(part.name, part.path, "skipped", reason)])


def _report(chosen: Iterable[Part]) -> int:
    """Count what the JUnit files hold, write the figures, print the table, and return the exit status."""
    everything: list[junit.Case] = []
    figures: dict[str, dict[str, int]] = {}
    not_run: dict[str, str] = {}
    print(f"\n{'part':<38}{'passed':>8}{'failed':>8}{'skipped':>9}")
    for part in chosen:
        cases = junit.read(RESULTS / f"{part.name}.xml")
        count = collections.Counter(case.outcome for case in cases)
        print(f"{part.name:<38}{count['passed']:>8}{count['failed']:>8}{count['skipped']:>9}")
        figures[part.name] = {"passed": count["passed"], "total": count["passed"] + count["failed"]}
        if not figures[part.name]["total"]:
            not_run[part.name] = cases[0].message.splitlines()[0]
        everything += [junit.Case(SUITE, case.name, case.outcome, case.message, case.seconds) for case in cases]

    clients = {part.name: figures[part.name] for part in chosen if part.path.startswith("clients/")}
    wanted = {"clients": clients, **{name: figures[name] for name in COUNTED if name in figures}, "not_run": not_run}
    FIGURES.write_text(json.dumps(wanted, indent=2) + "\n")

    unexpected = junit.unexpected_skips(everything, junit.expected_skips(junit.ALLOWED_SKIPS))
    reasons = collections.Counter(case.message.splitlines()[0] for case in everything if case.outcome == "skipped")
    for reason, times in reasons.items():
        print(f"skipped {times}: {reason}")
    for case in unexpected:
        print(f"UNEXPECTED SKIP {case.name}: not covered by {junit.ALLOWED_SKIPS.relative_to(environment.ROOT)}")
    count = collections.Counter(case.outcome for case in everything)
    print(f"\n{count['passed']} passed, {count['failed']} failed")
    return int(bool(count["failed"] or unexpected))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ElementTree.ParseError as error:
        print(f"a JUnit file is not whole: {error}", file=sys.stderr)
        sys.exit(2)
