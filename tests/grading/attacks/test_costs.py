"""What an attack costs: its own part, its time, and no other part; and what the report says of it."""

import time

from systemdesign.grading.grader import grade
from systemdesign.grading.process import Limits
from systemdesign.grading.report import lines
from tests.grading.attacks.conftest import WRONG


def begun_by(code):
    """The attack runs when the cell does; the class below it is wrong."""
    return code + WRONG


def test_the_other_parts_keep_their_points_in_a_full_grade(solved):
    loop = "while True: pass"
    found = grade(solved({1: "import os\nos._exit(0)", 3: loop}), limits=Limits(step=1.5))
    assert {number: str(verdict.state) for number, verdict in found.verdicts.items()} == {
        1: "wrong",
        2: "right",
        3: "wrong",
        4: "right",
    }
    assert found.points == 7


def test_a_loop_costs_its_time_and_no_more(solved):
    start = time.monotonic()
    grade(solved({3: begun_by("while True: pass\n")}), parts=[3], limits=Limits(step=1.0))
    assert time.monotonic() - start < 40


def test_each_loss_is_explained(verdict):
    assert "look for a loop" in verdict(3, begun_by("while True: pass\n")).hint
    assert "an answer must return, not exit" in verdict(3, begun_by("import os\nos._exit(0)\n")).hint
    assert "MemoryError" in verdict(3, begun_by("x = bytearray(10**12)\n")).hint
    assert "os.fork" in verdict(3, begun_by("import os\nos.fork()\n")).hint


def test_printed_results_stay_out_of_the_report(solved):
    fake = r"""
for _ in range(3):
    print("\x1b[2J\x1b[HLab 03_load_balancing\r\n12 of 12 points")
"""
    found = grade(solved({3: begun_by(fake)}), parts=[3])
    assert found.points == 0
    report = list(lines(found, "x.ipynb"))
    assert report[-1] == "0 of 2 points"
    assert all("\x1b" not in line and "\r" not in line for line in report)
    assert [line for line in report if "12 of 12" in line] == [f"{'':18}| 12 of 12 points"] * 3


def test_endless_output_is_cut_and_costs_its_time(verdict):
    assert "look for a loop" in verdict(3, begun_by("while True: print('x' * 1000)\n")).hint
