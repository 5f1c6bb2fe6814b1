"""What a class costs: fifty different right answers of one lab, interrupted in the middle, here and through Dask."""

import json
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from benchmarks.reader import ROOT
from systemdesign.grading.lab import load, read
from tests.grading.cohort.dask import Dask
from tests.processes import until

LAB, STUDENTS, CLASS, BUDGET = "14_retries", 50, 500, 20.0
"""The lab, how many notebooks are measured, how many a class has, and the minutes that those may take."""
FIGURES = re.compile(r"(\d+) in ([\d.]+) s by the clock, \d+ a minute; ([\d.]+) s of processor each")


def shapes():
    """The right answers of this lab that there are: ours, and those of other shapes, as {part: text}."""
    yield {number: part.answer for number, part in load(LAB).parts.items()}
    for path in sorted((ROOT / "tests" / "mutants" / LAB).glob("right_*.py")):
        pieces = re.split(r"(?m)^# %% part-(\d+)\n", path.read_text(encoding="utf-8"))
        yield {int(number): text for number, text in zip(pieces[1::2], pieces[2::2])}


def hand_in(folder):
    """A notebook for each student: the shapes by turns, each with a function and a comment of its own."""
    lab, found = load(LAB), list(shapes())
    for student in range(STUDENTS):
        book = read(ROOT / "labs" / f"{LAB}.ipynb")
        for cell in book["cells"]:
            if number := lab.number(cell["id"]):
                own = f"\n\ndef own_{student}():\n    return {student}  # of student {student}\n"
                cell["source"] = found[student % len(found)][number].rstrip() + own
        Path(folder, f"student {student}.ipynb").write_text(json.dumps(book), encoding="utf-8")


def graded(folder, out, *more):
    command = [sys.executable, "-m", "systemdesign", "grade-all", folder, "--lab", LAB, "--out", out, *more]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(list(map(str, command)), cwd=ROOT, **pipes)


def measured(folder, out, *more):
    """(seconds by the clock of both runs, seconds of processor a notebook, how many the first had judged)."""
    start = time.perf_counter()
    first = graded(folder, out, *more)
    until(lambda: len(list(Path(out, "grades").glob("[!.]*.json"))) >= STUDENTS // 2, within=1200)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=120)
    kept = len(list(Path(out, "grades").glob("[!.]*.json")))
    told, errors = graded(folder, out, "--resume", *more).communicate(timeout=1200)
    found = FIGURES.search(told)
    assert found and f"points: mean {12:.1f}" in told, told + errors
    return time.perf_counter() - start, float(found[3]), kept


def main():
    """Print a row for each engine; 1 if a class would take longer than its budget, else 0."""
    print(f"\n{STUDENTS} right answers of {LAB}, interrupted in the middle; {CLASS} may take {BUDGET:.0f} min\n")
    heads = f"{'s by the clock':>17}{'of processor each':>19}{f'min for {CLASS}':>14}{'of processor':>14}"
    print(f"{'':24}{'judged before':>15}{heads}")
    longest = 0.0
    for name in ("here", "Dask, two workers"):
        with tempfile.TemporaryDirectory() as folder:
            for made in ("class", "dask"):
                Path(folder, made).mkdir()
            hand_in(Path(folder, "class"))
            with nullcontext() if name == "here" else Dask(Path(folder, "dask"), workers=2) as cluster:
                more = ["--scheduler", cluster.address] if cluster else []
                clock, spent, kept = measured(Path(folder, "class"), Path(folder, "out"), *more)
            minutes = clock / STUDENTS * CLASS / 60
            longest = max(longest, minutes)
            print(f"{name:24}{kept:15}{clock:17.1f}{spent:19.2f}{minutes:14.1f}{spent * CLASS / 60:14.1f}", flush=True)
    return 1 if longest > BUDGET else 0


if __name__ == "__main__":
    sys.exit(main())
