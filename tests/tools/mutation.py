# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make mutation``: changes the code of a layer in one place after another and looks whether its unit tests notice.

What no test noticed is a behaviour that nobody protects; the changes are left in ``tests/output/mutation/<file>.diff``.
mutmut changes the bodies of functions. It does not change what a module does when it is imported (regular expressions,
tables) and what stands below a decorator.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import environment
import tree

# Each file with the tests that state what it has to do.
TESTS = {
    "compare": ("test_compare.py", "test_plan.py"),
    "operation": ("test_operation.py", "test_apply.py"),
    "plan": ("test_plan.py",),
    "redact": ("test_redact.py",),
    "transport": ("test_transport.py",),
}
GOAL = 0.8
REQUIREMENTS = ("tests/requirements-mutation.txt", *environment.RUN_REQUIREMENTS)
FIGURES = environment.OUTPUT / "mutation.json"
DIFFS = environment.OUTPUT / "mutation"

# Exit statuses of a mutant's own pytest, as mutmut keeps them: a failed test, an error inside of pytest, no time left.
NOTICED = (1, 3)
TOO_SLOW = (24, -24, 36, 152)
# All passed, or no test came by. Any other end is no answer, and counts as if nobody had noticed.
UNNOTICED = (0, 5, 33)

# Every mutant is one more process: it is forked from one that has collected the tests and has run none, because what a
# run leaves in the process (hypothesis counts executions) is no part of the next. mutmut has no option for the place of
# its configuration, and pytest names a test after the nearest one, so both stand in the one above the collection.
CONFIGURATION = """\
[tool.mutmut]
source_paths = ["{collection}/plugins/module_utils"]
only_mutate = ["{collection}/plugins/module_utils/{name}.py"]
also_copy = ["{collection}/plugins", "{collection}/tests"]
pytest_add_cli_args = ["-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = [{tests}]
process_isolation = "forkserver"
use_git_change_detection = false
timeout_constant = 4.0

[tool.pytest.ini_options]
pythonpath = ["{collection}", "{collection}/tests/tools"]
filterwarnings = ["error", "ignore::pytest.PytestAssertRewriteWarning"]
tmp_path_retention_count = 1000000
"""

# mutmut shows one mutant a call, and each call reads the whole file again.
SHOW = """\
import sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
for name in sys.stdin.read().split():
    print(get_diff_for_mutant(name))
"""


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one file or of several."""

    mutants: int
    killed: int

    @property
    def share(self) -> float:
        return self.killed / self.mutants if self.mutants else 0.0

    def figures(self) -> dict[str, float]:
        return {"mutants": self.mutants, "killed": self.killed, "score": round(self.share, 4)}


class Broken(Exception):
    """The mutants were not tested as they should; the text says what happened."""


def main() -> int:
    """Return the exit status: 0 when every file reaches the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help=f"files, with commas between; default: {','.join(TESTS)}")
    names = [name.removesuffix(".py") for name in parser.parse_args().only.split(",") if name] or list(TESTS)
    unknown = sorted(set(names) - set(TESTS))
    if unknown:
        parser.error(f"no tests are known for {', '.join(unknown)}")
    began = time.monotonic()
    shutil.rmtree(DIFFS, ignore_errors=True)
    DIFFS.mkdir(parents=True)
    scores: dict[str, Score] = {}
    try:
        place = environment.ensure("mutation", Path(sys.executable), REQUIREMENTS)
        for name in names:
            scores[name] = mutate(name, place)
            print(_text(name, scores[name]), flush=True)
            total = _write(scores, time.monotonic() - began)
    except (environment.SetupError, Broken) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{_text('in all', total)} in {time.monotonic() - began:.0f} s")
    return int(any(score.share < GOAL for score in scores.values()))


def mutate(name: str, place: Path) -> Score:
    """Test every mutant of one file. :raises Broken: when mutmut fails."""
    root = tree.collections_path(tree.copy("mutation"))
    collection = tree.COLLECTION.as_posix()
    tests = ", ".join(f'"{collection}/tests/unit/{file}"' for file in TESTS[name])
    (root / "pyproject.toml").write_text(CONFIGURATION.format(collection=collection, name=name, tests=tests))
    log = DIFFS / f"{name}.log"
    # Processes that come and go by the thousand must not tidy up each other's folders.
    (root / "tmp").mkdir()
    variables = environment.variables(place, PYTEST_DEBUG_TEMPROOT=str(root / "tmp"))
    with log.open("w") as out:
        command = [place / "bin" / "mutmut", "run", "--max-children", "2"]
        status = subprocess.run(command, cwd=root, env=variables, stdout=out, stderr=out, check=False).returncode
    if status:
        raise Broken(f"mutmut ended with status {status} on {name}.py:\n{log.read_text()[-4000:]}")
    meta = root / "mutants" / collection / "plugins" / "module_utils" / f"{name}.py.meta"
    ends: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
    if not ends:
        raise Broken(f"mutmut found nothing to change in {name}.py")
    for end, mutants in Counter(ends.values()).items():
        if end not in (*NOTICED, *UNNOTICED):
            what = "took too long, and count as noticed" if end in TOO_SLOW else f"ended with status {end}"
            print(f"{name}.py: {mutants} mutants {what}", flush=True)
    alive = [mutant for mutant, end in ends.items() if end not in (*NOTICED, *TOO_SLOW)]
    done = subprocess.run(
        [place / "bin" / "python", "-c", SHOW],
        cwd=root, env=variables, input="\n".join(alive), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Broken(f"mutmut cannot show what survived in {name}.py:\n{done.stderr[-4000:]}")
    (DIFFS / f"{name}.diff").write_text(done.stdout)
    return Score(len(ends), len(ends) - len(alive))


def _write(scores: dict[str, Score], seconds: float) -> Score:
    """Write the figures of the files that are done, and return what they are together."""
    total = Score(sum(score.mutants for score in scores.values()), sum(score.killed for score in scores.values()))
    files = {f"{name}.py": score.figures() for name, score in scores.items()}
    figures = {"files": files, "score": round(total.share, 4), "wall_s": round(seconds)}
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    return total


def _text(name: str, score: Score) -> str:
    return f"{name:<12}{score.killed:>6} of {score.mutants:>5} mutants killed ({score.share:.1%})"


if __name__ == "__main__":
    sys.exit(main())
