"""Lab 00, part 4: an undefined answer."""

from systemdesign import run

from .scene import answered


def test_an_undefined_answer_is_not_there(lab):
    assert run(answered(lab, 4)) == "first", "Nothing is wrong, so ask the first."
