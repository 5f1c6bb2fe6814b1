"""Lab 17, part 3: what a call raises comes out, and the reader turns the page again."""

import pytest

from .pages import play
from .test_part_3 import whole
from .test_part_3_between import MIXED, turns


@pytest.mark.rule(7)
@pytest.mark.parametrize("error", ["Lost", "TimedOut", "ConnectionError"])
@pytest.mark.parametrize("verb", ["page", "follows", "blocked", "posts"])
def test_what_a_call_raises_page_raises(lab, error, verb):
    for place in (0, 1, 3):
        script = turns(*[5] * 8)
        trouble = {verb: [None] * place + [error]}
        told = f"`{verb}` number {place + 1} raised {error}. "
        seen = play(lab, "", script, told, {"limit": 6}, first=MIXED, trouble=trouble).raised(error)
        outcomes = [read.outcome for read in seen.reads]
        assert outcomes.count(error) == 1, f"{told}The pages came to {outcomes}: what a call raises, `page` raises."
        whole(seen, sorted({*range(0, 40, 2), *range(1, 40, 3)}, reverse=True))
