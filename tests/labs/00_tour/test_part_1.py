"""Lab 00, part 1: a right answer."""

from systemdesign import run

from .scene import answered, exhibit


def test_the_second_answers_when_the_first_is_down(lab):
    assert run(answered(lab, 1, "first")) == "second", "The first is down, so ask the second."


test_the_right_answer_survives_any_schedule = exhibit(1)
