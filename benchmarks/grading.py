"""How long a student waits for a grade: each lab's right answer, judged whole."""

import sys
import time

from benchmarks.reader import ROOT
from systemdesign.grading.grader import grade

BUDGET = 10.0  # s


def seconds(path):
    """Seconds by the clock to grade a solution. Raises AssertionError if it doesn't get full marks."""
    start = time.perf_counter()
    found = grade(path)
    assert found.full, f"{path.name} gets {found.points} of {found.out_of} points"
    return time.perf_counter() - start


def main():
    """Print a row for each lab; 1 if one takes longer than its budget, else 0."""
    print(f"\nGrading a right answer, s; budget {BUDGET:.0f}\n")
    rows = {path.stem: seconds(path) for path in sorted((ROOT / "solutions").glob("*.ipynb"))}
    for stem, taken in rows.items():
        print(f"{stem:38}{taken:10.1f}")
    return 1 if max(rows.values()) > BUDGET else 0


if __name__ == "__main__":
    sys.exit(main())
