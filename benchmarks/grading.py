"""What a grade costs: each lab's right answer, judged whole."""

import sys
import time

from benchmarks.reader import ROOT
from systemdesign.grading.grader import grade
from tools.lanes import processor

BUDGET = 10.0  # s of processor time


def seconds(path):
    """(by the clock, of processor time) to grade a solution. Raises AssertionError if it doesn't get full marks."""
    start, before = time.perf_counter(), processor()
    found = grade(path)
    assert found.full, f"{path.name} gets {found.points} of {found.out_of} points"
    return time.perf_counter() - start, processor() - before


def main():
    """Print a row for each lab; 1 if one takes longer than its budget, else 0."""
    print(f"\n{f'Grading a right answer, s; budget {BUDGET:.0f}':42}by the clock  of processor time\n")
    rows = {path.stem: seconds(path) for path in sorted((ROOT / "solutions").glob("*.ipynb"))}
    for stem, (clock, spent) in rows.items():
        print(f"{stem:44}{clock:10.1f}{spent:19.1f}")
    return 1 if max(spent for _, spent in rows.values()) > BUDGET else 0


if __name__ == "__main__":
    sys.exit(main())
