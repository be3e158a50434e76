# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stages of ``make test``: which commands each of them runs, over its own copy of the collection."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import junit
import release as releasing
import serving
import signing
import tree
import yaml
from environment import AWX_REQUIREMENTS, OUTPUT, ROOT, WORK, ensure, interpreters, python_version, variables

# Galaxy refuses more than 20 MB; ours should stay far below.
LARGEST_ARTIFACT = 2 * 1024 * 1024
UNWANTED_STARTS = (".venv", ".ci", ".git", "collections", "tests/output")
NEEDED = ("MANIFEST.json", "README.md", "LICENSE", "CHANGELOG.rst", "meta/runtime.yml", "requirements.txt")

# Where ansible-test insists on leaving its results, and where we let others leave theirs.
RESULTS = Path("tests") / "output" / "junit"
OLDEST_PYTHON = "3.9"
# Of pytest, on the two cores that CI has: one more than these, because each waits a part of its time, for operations to
# end or for peers that say nothing. Who has nothing left to do takes from the others.
WORKERS = "3"
SIDE_BY_SIDE = ("-n", WORKERS, "--dist", "worksteal")
# A fault test on a family waits for peers that say nothing.
MOSTLY_WAITING = ("-n", "6", "--dist", "worksteal")

# Values that are no secrets, whatever they are called. (The line of a finding in YAML is not the line of its value, so
# a comment there would not do.)
MADE_UP = (
    "^[a-z _-]+$",  # Words: Azure issues no such key and takes no such password.
    "^[A-Za-z]+$",  # A word of an API.
    "^[A-Z_]+$",  # A variable of the environment.
    r"\{\{",  # It comes from elsewhere.
    "canary|Y2FuYXJ5",  # It says that it is made up, in plain or in base64.
)
UNEXPLAINED = (re.compile(r"#\s*nosec(?!:? (B\d+,? ?)+ # \w)"), re.compile(r"pragma: allowlist[ ]secret(?!: \w)"))

# How Galaxy imports; its own sanity tests are our stage of that name. The version may be below 1.0.0.
IMPORTER = """\
[galaxy-importer]
run_ansible_test = false
offline_ansible_lint = true
check_required_tags = true
require_v1_or_greater = false
"""
VALID_BILL = """\
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
sys.exit(JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read()))
"""


@dataclass
class Job:
    """One stage while it runs: where it works, where it writes, and what it found so far."""

    stage: str
    environment: Path
    home_of_results: Path
    stream: bool
    root: Path
    cases: list[junit.Case] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.home_of_results / "logs" / f"{self.stage}.log"

    @property
    def junit(self) -> Path:
        return self.home_of_results / "junit"

    def step(
        self, name: str, *command: str | Path, cwd: Path | None = None, results: Path | None = None, **extra: str
    ) -> None:
        """Run one command to its end, keep what it prints, and record it as a case.

        ``results`` is the directory where the command itself leaves JUnit files. They then speak for the command,
        unless it failed without leaving a failed case there, or left none. ``extra`` are environment variables.
        """
        began = time.monotonic()
        defaults = {"ANSIBLE_COLLECTIONS_PATH": str(tree.collections_path(self.root))}
        environment = variables(self.environment, **{**defaults, **extra})
        status, printed = _run([str(word) for word in command], cwd or self.root, environment, self.log, self.stream)
        seconds = time.monotonic() - began
        if results is not None:
            found = self._collect(results)
            if found and (not status or any(case.outcome == "failed" for case in found)):
                return
            if not status:
                status, printed = 1, f"{command[0]} left no JUnit file in {results}"
        message = f"exit status {status}\n{printed[-20000:]}" if status else ""
        self.cases.append(junit.Case(self.stage, name, "failed" if status else "passed", message, seconds))

    def _collect(self, results: Path) -> list[junit.Case]:
        """Move the JUnit files of a command to where all are kept, and return what they tell."""
        self.junit.mkdir(parents=True, exist_ok=True)
        found: list[junit.Case] = []
        for path in sorted(results.glob("*.xml")):
            kept = Path(shutil.move(path, self.junit / f"{self.stage}.{path.name}"))
            found += junit.read(kept)
        return found

    def check(self, name: str, problems: list[str]) -> None:
        """Record a check of our own: it fails when there are problems."""
        with self.log.open("a") as log:
            log.writelines(f"{name}: {problem}\n" for problem in problems)
        if self.stream:
            print(*problems, sep="\n", end="\n" if problems else "", flush=True)
        self.cases.append(junit.Case(self.stage, name, "failed" if problems else "passed", "\n".join(problems)))


def _run(command: list[str], cwd: Path, environment: dict[str, str], log: Path, stream: bool) -> tuple[int, str]:
    printed: list[str] = []
    with log.open("a") as out:
        out.write(f"$ {' '.join(command)}\n")
        out.flush()
        with subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                printed.append(line)
                out.write(line)
                if stream:
                    print(line, end="", flush=True)
    return process.returncode, "".join(printed)


def lint(job: Job) -> None:
    """Style of Python and of YAML, the production profile of ansible-lint, and what looks dangerous or secret."""
    job.step("ruff", "ruff", "check", "--no-cache", ".")
    job.step("ruff format", "ruff", "format", "--check", "--no-cache", ".")
    job.step("yamllint", "yamllint", "--strict", ".")
    strictly = ("ansible-lint", "--offline", "--strict", "--profile", "production")
    job.step("ansible-lint", *strictly)
    job.step("ansible-lint of the project for AWX", *strictly, *sorted(job.root.glob("extensions/awx/project/*.yml")))
    job.step("bandit", "bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", "plugins", "playbooks")
    files = [path for path in tree.files() if not path.is_symlink()]
    made_up = [word for pattern in MADE_UP for word in ("--exclude-secrets", pattern)]
    job.step("detect-secrets", "detect-secrets-hook", "--no-verify", *made_up, *files)
    job.check("exceptions have reasons", _unexplained(job.root, files))
    workflows = sorted((job.root / ".github" / "workflows").glob("*.y*ml"))
    if workflows:
        job.step("zizmor", "zizmor", "--offline", *workflows)
    else:
        job.cases.append(junit.Case(job.stage, "zizmor", "skipped", "there are no workflows of GitHub to look at"))


def _unexplained(root: Path, files: list[Path]) -> list[str]:
    """Return where a finding of bandit or detect-secrets is waved through without a word why."""
    return [
        f"{path}:{number}: say why, after a second `#`, or after a colon"
        for path in files
        for number, line in enumerate((root / path).read_text(errors="replace").splitlines(), 1)
        if any(exception.search(line) for exception in UNEXPLAINED)
    ]


def format_sources(environment: Path) -> int:
    """Rewrite the project's own Python files as ruff likes them, and return ruff's exit status."""
    ruff = environment / "bin" / "ruff"
    status = subprocess.run([ruff, "check", "--no-cache", "--fix", "."], cwd=ROOT, check=False).returncode
    return subprocess.run([ruff, "format", "--no-cache", "."], cwd=ROOT, check=False).returncode or status


def sanity(job: Job) -> None:
    """All sanity tests of ansible-test with no ignore file; compilation and imports on the oldest Python as well."""
    ignored = sorted(path.name for path in (job.root / "tests" / "sanity").glob("ignore*"))
    job.check("no ignore files", [f"tests/sanity/{name}: fix the code in place of ignoring it" for name in ignored])
    results = job.root / RESULTS
    command = ("ansible-test", "sanity", "--local", "--junit", "--color", "no", "--python")
    job.step("ansible-test sanity", *command, python_version(job.environment), results=results)
    oldest = interpreters().get(OLDEST_PYTHON)
    name = f"ansible-test sanity on Python {OLDEST_PYTHON}"
    if oldest is None:
        job.cases.append(junit.Case(job.stage, name, "skipped", f"this machine has no Python {OLDEST_PYTHON}"))
        return
    path = os.pathsep.join((str(job.environment / "bin"), str(oldest.parent), os.environ.get("PATH", os.defpath)))
    job.step(name, *command, OLDEST_PYTHON, "--test", "compile", "--test", "import", results=results, PATH=path)


def units(job: Job) -> None:
    """The unit tests, by pytest."""
    if not (job.root / "tests" / "unit").is_dir():
        return
    results = job.root / RESULTS
    python_path = str(tree.collections_path(job.root))
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results / 'pytest.xml'}")
    job.step("pytest", *command, "tests/unit", results=results, PYTHONPATH=python_path)


def integration(job: Job) -> None:
    """Every integration target through real ``ansible-playbook`` runs against an emulator, through both fronts."""
    results = job.root / RESULTS
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results / 'pytest.xml'}")
    # One test at a time is handed out, in the order of conftest.py.
    job.step("pytest", *command, "-n", WORKERS, "--maxschedchunk", "1", "tests/integration", results=results)


def fronts(job: Job) -> None:
    """The part of the stage ``process`` that depends on the release of ansible-core: which front a task takes, that
    both give the same, the inventory, and the other plugins.
    """
    results = job.root / RESULTS
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results / 'pytest.xml'}")
    names = ("choice", "doctor", "fronts", "inventory", "plugins", "worker")
    files = [f"tests/process/test_{name}.py" for name in names]
    templates = "tests/faults/state/test_text.py"
    job.step("pytest", *command, *SIDE_BY_SIDE, *files, templates, results=results, PYTHONPATH=_python_path(job))


def process(job: Job) -> None:
    """What only real processes show: a killed job, where a task runs, both fronts side by side, what gets printed."""
    results = job.root / RESULTS
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results / 'pytest.xml'}")
    job.step("pytest", *command, *SIDE_BY_SIDE, "tests/process", results=results)


def faults(job: Job) -> None:
    """Every case of the fault catalogue on one family of resources, and one channel of the secrets matrix."""
    _faults(job, "pytest", *SIDE_BY_SIDE, "tests/faults")


def representatives(job: Job) -> None:
    """Every numbered case on a type of every family: ``make faults ONLY=representatives``."""
    options = ("--representatives", "-m", "case", "--ignore=tests/faults/secrets", "tests/faults")
    _faults(job, "pytest", *MOSTLY_WAITING, *options)


def every_fault(job: Job) -> None:
    """The same on every type, through every channel and with every seed: ``make faults``."""
    processes = ("tests/faults/kill", "tests/faults/secrets")
    _faults(job, "processes", *SIDE_BY_SIDE, "--everything", *processes)
    rest = (f"--ignore={folder}" for folder in processes)
    _faults(job, "rest", *MOSTLY_WAITING, "--everything", *rest, "tests/faults")


def _faults(job: Job, name: str, *options: str) -> None:
    results = job.root / RESULTS
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results / f'{name}.xml'}")
    job.step(name, *command, *options, results=results, PYTHONPATH=_python_path(job))


def browser(job: Job) -> None:
    """The pages that people look at, in a headless Chromium. Its packages outlive the copy that is tested."""
    results = job.root / RESULTS
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results / 'pytest.xml'}")
    extra = {"PYTHONPATH": _python_path(job), "BROWSER_PLACE": str(WORK)}
    job.step("pytest", *command, "tests/browser", results=results, **extra)


def _python_path(job: Job) -> str:
    """Where the fault tests find the collection, and what other tests use as well."""
    return os.pathsep.join((str(tree.collections_path(job.root)), str(job.root / "tests" / "tools")))


def molecule(job: Job) -> None:
    """A user's playbook from nothing to a workspace and away again, its second run unchanged."""
    scenarios = "tests/molecule/*/molecule.yml"
    for path in sorted(job.root.glob(scenarios)):
        name = path.parent.name
        port = str(serving.free_port())
        command = ("molecule", "test", "--scenario-name", name)
        job.step(f"molecule {name}", *command, MOLECULE_GLOB=scenarios, AML_EMULATOR_PORT=port)


def docs(job: Job) -> None:
    """What ansible-doc and the documentation site will show, and the changelog's source."""
    check_docs = ("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs", "self", ".")
    job.step("antsibull-docs", *check_docs)
    job.step("antsibull-changelog", "antsibull-changelog", "lint")


def package(job: Job) -> None:
    """Build the artifact, look into it, install and verify it, and lint the shipped playbooks there as a user would."""
    place = WORK / "package"
    artifact = _build(job, place)
    job.check("certification", releasing.certification(job.root))
    job.step("reuse", "reuse", "lint", "--lines")
    if artifact is None:
        return
    job.check("contents", _artifact_problems(artifact))
    installed = place / "collections"
    install = ("ansible-galaxy", "collection", "install", "--offline", "-p", installed, artifact)
    job.step("install", *install, cwd=place, ANSIBLE_COLLECTIONS_PATH=str(installed))
    _signature(job, artifact, installed)

    project = place / "project"
    shipped = installed / tree.COLLECTION / "playbooks"
    if shipped.is_dir():
        shutil.copytree(shipped, project)
    playbooks = sorted(path.name for path in project.glob("*.yml"))
    job.check("playbooks are shipped", [] if playbooks else ["playbooks/ of the artifact is empty"])
    if playbooks:
        lint_as_user = ("ansible-lint", "--offline", "--strict", "--profile", "production", *playbooks)
        job.step("ansible-lint as a user", *lint_as_user, cwd=project, ANSIBLE_COLLECTIONS_PATH=str(installed))


def _build(job: Job, place: Path) -> Path | None:
    """Build the artifact twice, the second time from other files with other dates, and return it when both are one."""
    shutil.rmtree(place, ignore_errors=True)
    when = releasing.date(ROOT)
    again = place / "again" / "source"
    shutil.copytree(job.root, again, symlinks=True, copy_function=shutil.copy, ignore=shutil.ignore_patterns(".git"))
    digests = {}
    for name, source in (("build", job.root), ("build again", again)):
        built = place / name
        job.step(name, "ansible-galaxy", "collection", "build", "--output-path", built, cwd=source)
        artifact = next(built.glob("*.tar.gz"), None)
        if artifact is None:
            return None
        digests[releasing.normalize(artifact, place / name / "normal" / artifact.name, when)] = name
    job.check("reproducible", [] if len(digests) == 1 else [f"two builds, two artifacts: {', '.join(digests)}"])
    kept = place / artifact.name
    shutil.copyfile(place / "build" / "normal" / artifact.name, kept)
    return kept


def _signature(job: Job, artifact: Path, installed: Path) -> None:
    """Sign with a key made for the purpose; ``ansible-galaxy`` takes the signature, and refuses it for another one."""
    if not shutil.which("gpg"):
        job.cases.append(junit.Case(job.stage, "signature", "skipped", "this machine has no gpg"))
        return
    with tarfile.open(artifact) as archive:
        content = archive.extractfile("MANIFEST.json")
        manifest = content.read() if content else b""
    with signing.throw_away_key() as key:
        verify = ("ansible-galaxy", "collection", "verify", "--offline", "-p", installed, "--keyring", key.keyring)
        where = {"ANSIBLE_COLLECTIONS_PATH": str(installed), "GNUPGHOME": str(key.home)}
        signature = key.sign(manifest)
        job.step("signature", *verify, "--signature", f"file://{signature}", "mlops.azureml", cwd=key.home, **where)
        wrong = key.sign(manifest + b" ")
        command = [*map(str, verify), "--signature", f"file://{wrong}", "mlops.azureml"]
        status, _printed = _run(command, key.home, variables(job.environment, **where), job.log, job.stream)
        job.check("signature of something else", [] if status else ["ansible-galaxy took it for one of this artifact"])


def release(job: Job) -> None:
    """What takes longer: the import as Galaxy does it, of the artifact with its release notes; a bill of materials.

    Leaves what would be published in ``tests/output/release``. Runs in an environment of its own.
    """
    job.check("gpg is there", [] if shutil.which("gpg") else ["without gpg, the stage package has tried no signature"])
    when = releasing.date(ROOT)
    if releasing.released(job.root):
        day = time.strftime("%Y-%m-%d", time.gmtime(when))
        job.step("release notes", "antsibull-changelog", "release", "--date", day)
    job.check("the changelog has the version", releasing.released(job.root))
    place = WORK / "release-check"
    artifact = _build(job, place)
    if artifact is None:
        return
    (place / "galaxy-importer.cfg").write_text(IMPORTER)
    began = time.monotonic()
    command = ["python", "-m", "galaxy_importer.main", str(artifact)]
    importing = variables(job.environment, GALAXY_IMPORTER_CONFIG=str(place / "galaxy-importer.cfg"))
    _status, printed = _run(command, place, importing, job.log, job.stream)
    result = place / "importer_result.json"
    counts, problems = releasing.imported(printed, json.loads(result.read_text()) if result.is_file() else None)
    figures = tuple((f"ecosystem:importer.{name}", str(count)) for name, count in counts.items())
    outcome = "failed" if problems else "passed"
    seconds = time.monotonic() - began
    job.cases.append(junit.Case(job.stage, "galaxy-importer", outcome, "\n".join(problems), seconds, figures))

    published = OUTPUT / "release"
    shutil.rmtree(published, ignore_errors=True)
    published.mkdir(parents=True)
    shutil.copyfile(artifact, published / artifact.name)
    _bill(job, published, artifact)


def _bill(job: Job, published: Path, artifact: Path) -> None:
    """Write the bill of materials, and hold it against its schema."""
    bill = published / artifact.name.replace(".tar.gz", ".cdx.json")
    cyclonedx = ("cyclonedx-py", "requirements", "--output-reproducible", "-o", bill, "requirements.txt")
    job.step("bill of materials", *cyclonedx)
    if bill.is_file():
        galaxy = yaml.safe_load((job.root / "galaxy.yml").read_text())
        digest = hashlib.sha256(artifact.read_bytes()).hexdigest()
        bill.write_text(json.dumps(releasing.described(json.loads(bill.read_text()), galaxy, digest), indent=2) + "\n")
        job.step("bill of materials is one", "python", "-c", VALID_BILL, bill)


def _artifact_problems(artifact: Path) -> list[str]:
    with tarfile.open(artifact) as archive:
        names = archive.getnames()
    unwanted = [name for name in names if name.startswith(UNWANTED_STARTS) or name.endswith((".pyc", ".tar.gz"))]
    problems = [f"{name} must not be shipped" for name in unwanted]
    problems += [f"{name} is missing" for name in NEEDED if name not in names]
    size = artifact.stat().st_size
    if size > LARGEST_ARTIFACT:
        problems.append(f"{artifact.name} has {size} bytes, more than {LARGEST_ARTIFACT}")
    return problems


def conformance(job: Job) -> None:
    """Microsoft's own clients and examples against the emulator. Makes an environment of its own."""
    runner = ROOT / "tests" / "conformance" / "run.py"
    if runner.is_file():
        # From the project itself: it needs no collection path, and keeps its environment below .venv.
        job.step("conformance", sys.executable, runner, cwd=ROOT, results=OUTPUT / "conformance" / "junit")


def awx(job: Job) -> None:
    """What is shipped for AWX, and every playbook as AWX runs it. Makes an environment of its own."""
    place = ensure("awx", Path(sys.executable), AWX_REQUIREMENTS)
    results = job.root / RESULTS
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results / 'pytest.xml'}")
    in_it = replace(job, environment=place)
    everything = ("--everything",) if os.environ.get("EVERYTHING") else ()
    in_it.step("pytest", *command, "-n", "2", *everything, "tests/awx", results=results, PYTHONPATH=_python_path(job))


STAGES: dict[str, Callable[[Job], None]] = {
    "lint": lint,
    "sanity": sanity,
    "units": units,
    "integration": integration,
    "process": process,
    "fronts": fronts,
    "faults": faults,
    "representatives": representatives,
    "every_fault": every_fault,
    "browser": browser,
    "molecule": molecule,
    "docs": docs,
    "package": package,
    "conformance": conformance,
    "release": release,
    "awx": awx,
}


def run(name: str, environment: Path, results: Path = OUTPUT, stream: bool = False, copy: str = "") -> None:
    """Run one stage and leave its JUnit files and its log below ``results``."""
    job = Job(name, environment, results, stream, tree.copy(copy or name))
    job.log.parent.mkdir(parents=True, exist_ok=True)
    job.log.unlink(missing_ok=True)
    for old in job.junit.glob(f"{name}.*"):
        old.unlink()
    try:
        STAGES[name](job)
    except Exception:  # One broken stage must not silence the others; what broke it is reported as its failure.
        job.check("the stage itself", [traceback.format_exc()])
    if job.cases:
        junit.write(job.junit / f"{name}.steps.xml", name, job.cases)
