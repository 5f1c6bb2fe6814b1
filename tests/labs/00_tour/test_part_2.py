"""Lab 00, part 2: a wrong answer."""

from .scene import exhibit

test_the_wrong_answer_is_broken_by_one_schedule = exhibit(2)
