# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual environments, the private home, and the environment variables of every command that the checks run.

Knows where things are kept below ``.venv/``. Knows nothing of the checks themselves.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".venv"
HOME = WORK / "home"
OUTPUT = ROOT / "tests" / "output"

RUN_REQUIREMENTS = (
    "tests/unit/requirements.txt",
    "tests/integration/requirements.txt",
    "tests/emulator/requirements.txt",
)
TEST_REQUIREMENTS = ("tests/requirements.txt", *RUN_REQUIREMENTS)
AWX_REQUIREMENTS = ("tests/awx/requirements.txt", *RUN_REQUIREMENTS)
DEMO_REQUIREMENTS = ("tests/requirements-demo.txt", "tests/emulator/requirements.txt")
RELEASE_REQUIREMENTS = ("tests/requirements-release.txt",)
CONSTRAINTS = "tests/constraints.txt"

# A developer's own settings must never reach a check: AZURE_* and AML_* could point it at a real subscription,
# ANSIBLE_* and PYTHON* change what it measures, GIT_* (set inside a git hook) aims `git init` at the wrong repository,
# and where XDG_* says a developer's own tokens are cached.
FOREIGN_PREFIXES = (
    "AML_",
    "ANSIBLE_",
    "ARM_",
    "AZURE_",
    "GIT_",
    "IDENTITY_",
    "MOLECULE_",
    "MSI_",
    "PYTEST_",
    "PYTHON",
    "VIRTUAL_ENV",
    "XDG_",
)
# Proxies stay out of reach of loopback addresses, which is where the emulator lives.
LOOPBACK = "127.0.0.1,localhost"

GET_PIP = """\
# Written by tests/tools/environment.py: installs pip from a wheel of the package index.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), {wheel!r}))
from pip._internal.cli.main import main

# Options of the script that this one stands in for; pip itself does not know them.
sys.exit(main(["install", "--upgrade"] + [a for a in sys.argv[1:] if a not in ("--no-setuptools", "--no-wheel")]))
"""


class SetupError(Exception):
    """A virtual environment could not be made; the text says what to do about it."""


def variables(environment: Path, **extra: str) -> dict[str, str]:
    """Return the environment variables for a command that runs inside the virtual environment ``environment``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN_PREFIXES)}
    no_proxy = ",".join(filter(None, (kept.get("no_proxy") or kept.get("NO_PROXY"), LOOPBACK)))
    return {
        **kept,
        "HOME": str(HOME),
        "LC_ALL": "C.UTF-8",  # Ansible refuses to start without a UTF-8 locale.
        "NO_COLOR": "1",
        "PATH": os.pathsep.join((str(environment / "bin"), kept.get("PATH", os.defpath))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "VIRTUAL_ENV": str(environment),
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
        **extra,
    }


def python_version(environment: Path) -> str:
    """Return the version of the Python in a virtual environment, as ``3.11``."""
    lines = dict(
        line.split(" = ", 1) for line in (environment / "pyvenv.cfg").read_text().splitlines() if " = " in line
    )
    return ".".join(lines["version"].split(".")[:2])


def main_environment() -> Path:
    """Return the virtual environment of the tests, made when it is missing or out of date."""
    return ensure("main", Path(sys.executable), TEST_REQUIREMENTS)


def demo_environment() -> Path:
    """Return the smaller virtual environment of ``make demo``."""
    return ensure("demo", Path(sys.executable), DEMO_REQUIREMENTS)


def release_environment() -> Path:
    """Return the virtual environment of ``make release-check``; its tools and those of the tests exclude each other."""
    return ensure("release", Path(sys.executable), RELEASE_REQUIREMENTS, pinned=False)


def ensure(
    name: str, python: Path, requirements: Iterable[str], extra: Iterable[str] = (), pinned: bool = True
) -> Path:
    """Make ``.venv/<name>`` hold exactly the given requirement files and return its path.

    A stamp beside it holds a hash of everything that it was made from, its own path included (virtual environments
    cannot be moved), so that a warm run costs nothing. ``pinned`` applies ``tests/constraints.txt``, which holds for
    the ansible-core of the tests and not for the others of the matrix. Raises SetupError with pip's words.
    """
    environment = WORK / name
    files = [ROOT / path for path in requirements if (ROOT / path).is_file()]
    constraints = [ROOT / CONSTRAINTS] if pinned else []
    recipe = [str(environment), str(python.resolve()), *extra, *(path.read_text() for path in files + constraints)]
    wanted = hashlib.sha256("\0".join(recipe).encode()).hexdigest()
    stamp = environment / "stamp"
    if stamp.is_file() and stamp.read_text() == wanted:
        return environment

    print(f"Making {environment.relative_to(ROOT)} ...", flush=True)
    shutil.rmtree(environment, ignore_errors=True)
    _create(environment, python)
    arguments = [item for path in files for item in ("-r", str(path))]
    arguments += [item for path in constraints for item in ("-c", str(path))]
    _pip(environment, "install", "--quiet", *arguments, *extra)
    stamp.write_text(wanted)
    return environment


def _create(environment: Path, python: Path) -> None:
    try:
        if python == Path(sys.executable):
            venv.create(environment, with_pip=True)
        else:
            subprocess.run([python, "-m", "venv", environment], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        words = (error.stderr or error.stdout or "").strip()
        raise SetupError(
            f"{python} cannot make a virtual environment with pip in it: {words or error}\n"
            "On Debian and Ubuntu the package python3-venv is missing."
        ) from error


def _pip(environment: Path, *arguments: str) -> None:
    # The caller's own home stays in force here: its pip configuration says where the package index is.
    command = [environment / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"pip failed: {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}".rstrip())


def interpreters() -> dict[str, Path]:
    """Return the Pythons of this machine that really start, by version: ``{"3.9": Path(...)}``.

    Looks at PATH and at pyenv's versions. pyenv also puts a shim for every version into PATH, and most of them only
    print an error, so each candidate is started once.
    """
    folders = [Path(entry) for entry in os.get_exec_path()]
    versions = [folder.parent / "versions" for folder in folders if folder.name == "shims"]
    versions.append(Path.home() / ".pyenv" / "versions")
    folders += [binaries for parent in versions if parent.is_dir() for binaries in sorted(parent.glob("*/bin"))]
    found: dict[str, Path] = {}
    for minor in range(9, 15):
        version = f"3.{minor}"
        candidates = (folder / f"python{version}" for folder in folders)
        working = next((path for path in candidates if path.is_file() and _starts_as(path, version)), None)
        if working:
            found[version] = working.resolve()
    return found


def _starts_as(python: Path, version: str) -> bool:
    show = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", show], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version


def prepare_home(environment: Path) -> None:
    """Make the private home ready for ``ansible-test`` of the ansible-core in ``environment``.

    ansible-test makes virtual environments without pip and then fetches a bootstrap script from a download host. A
    machine with only a package index cannot reach that host, so the script is put into ansible-test's cache, under the
    name that this ansible-core asks for. It also drops all PIP_* variables, so what pip is configured to use now is
    written down as the private home's own pip configuration.
    """
    wanted = (
        "from types import SimpleNamespace as Python\n"
        "from ansible_test._internal.python_requirements import get_venv_packages\n"
        "from ansible_test._util.target.common import constants\n"
        "versions = constants.CONTROLLER_PYTHON_VERSIONS + constants.REMOTE_ONLY_PYTHON_VERSIONS\n"
        "print(*sorted({get_venv_packages(Python(version=version))['pip'] for version in versions}))\n"
    )
    python = environment / "bin" / "python"
    shown = subprocess.run([python, "-c", wanted], capture_output=True, text=True, check=False)
    if shown.returncode:
        raise SetupError(f"ansible-test of {environment.name} does not say which pip it wants:\n{shown.stderr}")

    cache = HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in shown.stdout.split():
        script = cache / f"get_pip_{version.replace('.', '_')}.py"
        wheel = f"pip-{version}-py3-none-any.whl"
        if not (cache / wheel).is_file():
            _pip(environment, "download", "--quiet", "--no-deps", "--dest", str(cache), f"pip=={version}")
        script.write_text(GET_PIP.format(wheel=wheel))
    _write_pip_configuration(python)


def _write_pip_configuration(python: Path) -> None:
    listed = subprocess.run(
        [python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    merged: dict[str, str] = {}
    # `:env:.cert='...'` stands above `global.cert='...'`, as it does in pip itself.
    for line in sorted(listed, key=lambda line: line.startswith(":env:")):
        key, value = line.split("=", 1)
        merged[key.rpartition(".")[2]] = value.strip("'\"").replace("\\n", "\n    ")
    target = HOME / ".config" / "pip" / "pip.conf"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)  # An index address may hold a password.
    target.write_text("[global]\n" + "".join(f"{key} = {value}\n" for key, value in merged.items()))
