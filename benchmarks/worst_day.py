"""Chapter 19's day, as its sliders play it and as the course's own components do: seconds, and the same answers."""

import sys

from benchmarks.shortcuts import least
from systemdesign.capstone.board import EVERYTHING, NAIVE, REFERENCE, TEXTBOOK
from systemdesign.capstone.day import day
from systemdesign.capstone.shop import live
from systemdesign.capstone.traffic import traffic

DESIGNS = {"naive": NAIVE, "textbook": TEXTBOOK, "everything": EVERYTHING, "reference": REFERENCE}
BAR = 2.5  # times as fast as the components, for the slowest of these designs


def main():
    """Print the table; 1 if the recursion is not as fast as it must be, else 0."""
    traffic(0)
    print(f"\nA day of {len(traffic(0)):,} requests, whose draws are made before\n")
    ratios = []
    for name, design in DESIGNS.items():
        quick, direct = least(day, design)
        slow, composed = least(live, design)
        assert direct.answered == composed.answered, name
        ratios.append(slow / quick)
        print(f"{name:12} recursion {quick:5.2f} s   components {slow:5.2f} s   {ratios[-1]:4.1f} times as long")
    return int(min(ratios) < BAR)


if __name__ == "__main__":
    sys.exit(main())
