"""Lab 19, part 2: a search. How far it comes on boards that it has never seen."""

import pytest

from .searching import HIDDEN, hidden, searches, value


@pytest.mark.rule(6)
def test_it_finds_a_good_design_on_each_hidden_board(lab):
    runs = [hidden(seed, budget=150) for seed in HIDDEN]
    scores = [value(one, told["found"]) for one, told in zip(runs, searches(lab, *runs), strict=True)]
    short = sorted(score for score in scores if score < 90)
    assert not short, (
        f"On {len(short)} of {len(scores)} hidden boards the search ends below a score of 90, once at {short[0]:.1f}, "
        "in 150 calls from `NAIVE`, and each has a design with 100: where turning one knob at a time stands still, "
        "turn two at a time, and go on from the first two that help (there are hundreds), or begin again elsewhere."
    )
