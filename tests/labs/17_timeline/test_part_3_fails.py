"""Lab 17, part 3: what a call raises comes out, and the reader turns the page again."""

import pytest

from .pages import play
from .test_part_3 import whole
from .test_part_3_between import MIXED, turns


@pytest.mark.rule(7)
@pytest.mark.parametrize("verb", ["page", "follows", "blocked", "posts"])
def test_what_a_call_raises_page_raises(lab, verb):
    """More ids had to be left out than a page has."""
    gone = {*range(6, 14), *range(20, 34)}
    first = [*MIXED, *(["delete", id] for id in gone)]
    ids = sorted({*range(0, 40, 2), *range(1, 40, 3)} - gone, reverse=True)
    for place, error in ((0, "Lost"), (1, "TimedOut"), (1, "Lost"), (3, "ConnectionError")):
        script = turns(*[3] * 9)
        trouble = {verb: [None] * place + [error]}
        told = f"`{verb}` number {place + 1} raised {error}. "
        seen = play(lab, "", script, told, {"limit": 6}, first=first, trouble=trouble).raised(error)
        outcomes = [read.outcome for read in seen.reads]
        assert outcomes.count(error) == 1, f"{told}The pages came to {outcomes}: what a call raises, `page` raises."
        whole(seen, ids)
