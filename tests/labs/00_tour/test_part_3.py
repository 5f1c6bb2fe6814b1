"""Lab 00, part 3: a missing answer."""

from systemdesign import run

from .scene import answered


def test_a_missing_answer_says_so(lab):
    assert run(answered(lab, 3)) == "first", "Nothing is wrong, so ask the first."
