# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench``: this collection against the other ways to do the same, side by side in one run.

Writes tests/output/bench.json and tests/output/bench.svg. A whole run (every subject, no pattern) also renews
docs/bench.svg and the table of goals in docs/performance.md.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import chart  # noqa: E402  # these lie beside this file and below tests/tools, which are no packages
import environment  # noqa: E402
import estate  # noqa: E402
import figures  # noqa: E402
import serving  # noqa: E402
import subjects  # noqa: E402
import tree  # noqa: E402

OUTPUT = environment.OUTPUT
LOGS = OUTPUT / "bench"
PAGE = environment.ROOT / "docs" / "performance.md"
PICTURE = environment.ROOT / "docs" / "bench.svg"
MARKS = ("<!-- make bench: begin -->", "<!-- make bench: end -->")
LATENCIES = (0, 30, 100)
# Nothing that is measured takes longer than a few minutes; whoever hangs must not stop the run for good.
LONGEST_SECONDS = 900
HTTPS = 443


@dataclass(frozen=True)
class Cell:
    """What is measured once in every round."""

    subject: subjects.Subject
    latency_ms: int
    kind: str
    count: int


@dataclass(frozen=True)
class Note:
    """Why a subject has no figures: something is not here, or it was and did not do its work."""

    text: str
    failed: bool = False


class Failed(Exception):
    """A run did not do what it was asked for; the text says what it did."""


def main() -> int:
    """Return the exit status: 0 when everything that was asked for was measured or has a reason why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (default: 3)")
    parser.add_argument("--only", default="", metavar="PATTERN", help="a regular expression over 'subject: work'")
    parser.add_argument("--latency", type=int, action="append", choices=LATENCIES, help="default: all of them")
    parser.add_argument("--without-peers", action="store_true", help="install and measure no other client")
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error("--rounds must be at least 1")
    try:
        re.compile(given.only)
    except re.error as error:
        parser.error(f"--only is no regular expression: {error}")
    signal.signal(signal.SIGTERM, _interrupt)
    whole = not (given.only or given.without_peers or given.latency)
    try:
        result = measure(given.rounds, given.only, tuple(given.latency or LATENCIES), not given.without_peers)
    except (environment.SetupError, serving.NotServing) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 130
    write(result)
    print(table(result["rows"]), goal_table(result["ratios"]), sep="\n")
    if whole:
        publish(result)
    return int(any(row.get("failed") for row in result["rows"]))


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Make a polite kill unwind like an interrupt at the keyboard, so that the emulator is stopped."""
    raise KeyboardInterrupt


def measure(rounds: int, only: str, latencies: tuple[int, ...], with_peers: bool) -> dict[str, Any]:
    """Measure everything that was asked for and return what bench.json holds."""
    chosen = [subject for subject in subjects.SUBJECTS if with_peers or not subject.peer]
    # The floor is cheap, and every other figure is read against it.
    wanted = {
        (subject.name, work): subject is subjects.DEBUG or matches(only, subject.name, work.name)
        for subject in chosen
        for work in subject.works()
    }
    with _ground() as ground:
        samples: dict[Cell, list[figures.Sample]] = defaultdict(list)
        notes: dict[str, Note] = {}
        failures: dict[Cell, str] = {}
        for subject in chosen:
            if any(wanted[subject.name, work] for work in subject.works()):
                _make_ready(ground, subject, notes)
        plan = cells(chosen, wanted, latencies, notes)
        for turn in range(1, rounds + 1):
            for number, cell in enumerate(plan, 1):
                if cell in failures:
                    continue
                label = f"{cell.subject.name}: {cell.count} {cell.kind}, {cell.latency_ms} ms"
                print(f"round {turn}/{rounds}, {number}/{len(plan)} {label} ...", end=" ", flush=True)
                try:
                    sample = run(ground, cell)
                except Failed as error:
                    failures[cell] = str(error)
                    print(f"FAILED: {error}", flush=True)
                else:
                    samples[cell].append(sample)
                    print(f"{sample.seconds:.2f} s, {sample.requests} requests, {sample.peak_mb:.0f} MB", flush=True)
        return result_of(chosen, wanted, latencies, samples, notes, failures, subjects.versions(ground))


def matches(pattern: str, subject: str, work: str) -> bool:
    """Tell whether ``--only`` asks for this work of this subject."""
    return re.search(pattern, f"{subject}: {work}", re.IGNORECASE) is not None


def cells(
    chosen: list[subjects.Subject],
    wanted: dict[tuple[str, figures.Work], bool],
    latencies: tuple[int, ...],
    notes: dict[str, Note],
) -> list[Cell]:
    """Return what to measure in each round, in an order that puts what is compared next to each other."""
    found = {
        Cell(subject, latency, work.kind, count)
        for subject in chosen
        if subject.name not in notes
        for work in subject.works()
        if wanted[subject.name, work]
        for latency in work.latencies
        if latency in latencies
        for count in subject.counts(work)
    }
    place = {subject.name: number for number, subject in enumerate(chosen)}

    def order(cell: Cell) -> tuple[Any, ...]:
        # Whole processes are compared with the floor, and slopes with each other.
        whole = cell.subject.reads == "pages" or (cell.subject is subjects.DEBUG and cell.count == 1)
        return cell.kind, cell.latency_ms, not whole, cell.count, place[cell.subject.name]

    return sorted(found, key=order)


@contextlib.contextmanager
def _ground() -> Iterator[subjects.Ground]:
    """Run the emulator on https' own port where that is possible, else on a free one."""
    python = environment.demo_environment() / "bin" / "python"
    root = tree.copy("bench")
    runs = environment.WORK / "run"
    runs.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="bench-", dir=runs))
    reason = _why_not_https_port()
    names = [word for name in subjects.AZURE_HOSTS for word in ("--name", name)]
    process = None
    try:
        emulator, process = serving.start(python, root, place / "emulator", 0 if reason else HTTPS, names)
        # Clients leave out https' own port, and so must whoever compares with what they say.
        emulator = dataclasses.replace(emulator, url=emulator.url.removesuffix(f":{HTTPS}"))
        yield subjects.Ground(estate.Estate(emulator), tree.collections_path(root), place, reason)
    finally:
        if process:
            serving.stop(process)
        shutil.rmtree(place, ignore_errors=True)


def _why_not_https_port() -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", HTTPS))
        except OSError as error:
            return f"the emulator cannot listen on port {HTTPS} of 127.0.0.1: {error.strerror}"
    return ""


def _make_ready(ground: subjects.Ground, subject: subjects.Subject, notes: dict[str, Note]) -> None:
    """Install a subject and let it run once unmeasured; what stands in the way becomes its note."""
    print(f"{subject.name}: making ready ...", flush=True)
    try:
        subject.ready(ground)
        run(ground, Cell(subject, 0, figures.SYNC, 1))
    except (subjects.Absent, Failed) as error:
        notes[subject.name] = Note(str(error), isinstance(error, Failed))
        print(f"{subject.name}: not measured: {error}", flush=True)


def run(ground: subjects.Ground, cell: Cell) -> figures.Sample:
    """Measure once. Raises Failed when the run did not do the work, and no more and no less."""
    ground.estate.prepare(cell.kind, cell.count, cell.latency_ms)
    command = cell.subject.command(ground, cell.kind, cell.count)
    # Some commands ask for a token while they are put together.
    ground.estate.control("DELETE", "journal")
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{re.sub('[^a-z0-9]+', '-', cell.subject.name.lower())}.{cell.kind}.{cell.count}.log"
    noted = ground.place / "measured.json"
    noted.unlink(missing_ok=True)
    words = [sys.executable, "-I", "-S", HERE / "launch.py", noted, log, *command.argv]
    with subprocess.Popen(
        [str(word) for word in words], env=command.variables, cwd=ground.place, start_new_session=True
    ) as process:
        try:
            process.wait(LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            raise Failed(f"did not end within {LONGEST_SECONDS} s") from None
        finally:
            _end(process)
    if not noted.is_file():
        raise Failed(f"the command could not be started; see {log.relative_to(environment.ROOT)}")
    measured = json.loads(noted.read_text())
    journal = ground.estate.journal()
    if measured["status"]:
        last = (log.read_text(errors="replace").strip().splitlines() or ["no output"])[-1]
        raise Failed(f"status {measured['status']}, see {log.relative_to(environment.ROOT)}: {last[:200]}")
    whole = ground.estate.succeeded() if cell.kind == figures.CREATE else 0
    problem = judge(cell.subject.reads, cell.kind, cell.count, journal, whole)
    if problem:
        raise Failed(problem)
    return figures.Sample(measured["seconds"], measured["peak_mb"], **estate.counted(journal))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a run that is still there, and all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def judge(reads: str, kind: str, count: int, journal: list[dict[str, Any]], whole: int) -> str:
    """Return what a run did other than asked for, '' when it did just that. ``whole``: computes there at the end."""
    written, read, told = estate.writes(journal), estate.reads(journal), estate.counted(journal)
    if kind == figures.CREATE:
        if len(written) != count or whole != count:
            return f"wrote {len(written)} computes of {count}, and {whole} of them were there at the end"
        return ""
    if written:
        return f"was to change nothing and wrote {len(written)} computes"
    if reads == "nothing":
        return f"was to ask for nothing and asked {told['requests']} times" if told["requests"] else ""
    if reads == "pages":
        return "" if told["pages"] or len(read) == count else f"read {told['pages']} pages and {len(read)} computes"
    return "" if len(read) == count else f"read {len(read)} computes of {count}"


def result_of(
    chosen: list[subjects.Subject],
    wanted: dict[tuple[str, figures.Work], bool],
    latencies: tuple[int, ...],
    samples: dict[Cell, list[figures.Sample]],
    notes: dict[str, Note],
    failures: dict[Cell, str],
    versions: dict[str, str],
) -> dict[str, Any]:
    """Return what bench.json holds. A count that failed in any round has no figure at all, but its reason."""
    measured: dict[tuple[str, int, str], dict[int, list[figures.Sample]]] = defaultdict(dict)
    for cell, found in samples.items():
        if cell not in failures:
            measured[cell.subject.name, cell.latency_ms, cell.kind][cell.count] = found
    rows = []
    for work in figures.WORKS:
        for subject in chosen:
            if not wanted.get((subject.name, work)):
                continue
            if subject.name in notes:
                note = notes[subject.name]
                rows.append(figures.missing(work, subject.name, note.text, note.failed))
                continue
            if not subject.counts(work):
                rows.append(figures.missing(work, subject.name, subject.no_creation))
                continue
            for latency in (latency for latency in work.latencies if latency in latencies):
                key = (subject.name, latency, work.kind)
                row = figures.row(work, subject.name, latency, measured.get(key, {}))
                broken = [
                    reason
                    for cell, reason in failures.items()
                    if (cell.subject.name, cell.latency_ms, cell.kind) == key and cell.count in subject.counts(work)
                ]
                if broken:
                    row = {**figures.missing(work, subject.name, broken[0], failed=True), "latency_ms": latency}
                if row:
                    rows.append(row)
    judged = figures.ratios(figures.goals(subjects.NAMES), figures.Figures(measured))
    return {"versions": versions, "rows": rows, "ratios": judged}


def write(result: dict[str, Any]) -> None:
    """Write the figures and the picture below tests/output."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / "bench.json").write_text(json.dumps(result, indent=2) + "\n")
    (OUTPUT / "bench.svg").write_text(picture(result))


def picture(result: dict[str, Any]) -> str:
    """Return the bar chart of a run."""
    works = (figures.ONE_MORE, figures.HUNDRED, figures.THOUSAND, figures.CREATIONS)
    ours = [subject.name for subject in subjects.SUBJECTS if subject.ours]
    return chart.chart(result["rows"], [work.name for work in works], ours)


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as a text to be read on a terminal."""
    head = f"{'work':<28}{'subject':<26}{'latency':>8}{'median':>10}{'min':>10}{'max':>10}{'requests':>10}{'MB':>6}"
    lines = ["", head, "-" * len(head)]
    for row in rows:
        start = f"{row['work']:<28}{row['subject']:<26}"
        if row["median_s"] is None:
            lines.append(f"{start}not measured: {row['note']}")
            continue
        times = "".join(f"{chart.seconds(row[key]):>10}" for key in ("median_s", "min_s", "max_s"))
        told = f"{row['requests']:>10.4g}{row['peak_mb']:>6.0f}"
        mark = "  extrapolated" if row.get("extrapolated") else ""
        lines.append(f"{start}{row['latency_ms']:>5} ms{times}{told}{mark}")
    return "\n".join(lines)


def goal_table(ratios: dict[str, dict[str, Any]], markdown: bool = False) -> str:
    """Return the goals, what was measured, and whether they were reached, as text or as Markdown."""
    rows = [("goal", "bound", "measured", "")]
    for name, found in ratios.items():
        number = found["value"]
        value = "not measured" if number is None else f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
        verdict = {True: "reached", False: "MISSED", None: ""}[found["reached"]]
        rows.append((name, f"{found['bound']} {found['goal']:g}", value, verdict))
    if markdown:
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|---|---|---|---|", *lines[1:]])
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    texts = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(["", *texts])


def publish(result: dict[str, Any]) -> None:
    """Let the documentation show this run. Raises ValueError where performance.md has lost its marks."""
    shutil.copyfile(OUTPUT / "bench.svg", PICTURE)
    PAGE.write_text(renewed(PAGE.read_text(), goal_table(result["ratios"], markdown=True)))
    print(f"\nRenewed {PICTURE.relative_to(environment.ROOT)} and {PAGE.relative_to(environment.ROOT)}")


def renewed(page: str, text: str) -> str:
    """Return the page with ``text`` between its marks. Raises ValueError where they are missing."""
    begin, end = MARKS
    head, found, rest = page.partition(begin)
    _old, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{PAGE.name} has no section between {begin} and {end}")
    return f"{head}{begin}\n{text}\n{end}{tail}"


if __name__ == "__main__":
    sys.exit(main())
