"""The film of the worst day shows the day that the score is taken from."""

from math import inf

import pytest

from systemdesign.capstone.board import REFERENCE
from systemdesign.capstone.day import day
from systemdesign.capstone.film import frame, stage, taken, tries
from systemdesign.capstone.traffic import FAULTS, fate
from systemdesign.show.film import Film, desks
from tests.capstone.days import NAMED

BEGINS = fate(0)[0]["fails fast"][0]
BREAKS = fate(0)[1] % 4


def film(design, fault="fails fast"):
    """The Film of a design's day under seed 0."""
    return taken(Film(stage(design, desks), **frame(fault)), design)


@pytest.mark.parametrize("name", NAMED)
def test_the_film_has_the_latencies_of_the_day(name):
    reel, outcomes = film(NAMED[name]), {}
    later = {leg.dot for leg in reel.legs if reel.places[leg.place].name == "payment"}  # paid from the queue
    later -= {leg.dot for leg in reel.legs if reel.places[leg.place].name == "door"}
    for leg in reel.legs:
        if not leg.left and leg.dot not in later:
            outcomes.setdefault(int(reel.dots[leg.dot][0]), []).append(leg)
    for number, one in enumerate(day(NAMED[name]).requests):
        if one.time > reel.end - 2:
            break
        first, last = outcomes[number][0], outcomes[number][-1]
        assert first.begin == pytest.approx(one.time)
        if one.latency is not None:
            assert (last.how, last.end) == ("answered", pytest.approx(one.time + one.latency))


def test_least_connections_feeds_the_instance_that_fails_fast_and_ejection_leaves_it_out():
    shares = {}
    for policy in ("round robin", "least connections", "ejection"):
        came = tries(film(dict(REFERENCE, policy=policy)), BEGINS, BEGINS + 14)
        shares[policy] = came[BREAKS] / sum(came)
    assert shares["round robin"] == pytest.approx(0.25, abs=0.02)
    assert shares["least connections"] > 0.4 and shares["ejection"] < 0.1


def test_its_states_say_what_breaks_and_when_it_is_left_out():
    reel = film(dict(REFERENCE, policy="ejection"))
    told = [words for _, where, words in reel.states if reel.places[where].name == f"instance {BREAKS + 1}"]
    assert told[:2] == ["fails fast", "fails fast, left out"]


@pytest.mark.parametrize("fault", FAULTS[:3])
def test_a_film_has_few_dots_and_its_stills_lie_within(fault):
    told = film(REFERENCE, fault).to_json()
    assert 50 < len(told["dots"]) <= 300 and told["length"] > 6
    assert all(0 <= time <= told["length"] for time, _ in told["stills"])


def test_no_dot_is_at_its_place_when_all_is_over():
    assert all(leg.end < inf for leg in film(REFERENCE).legs)


def test_a_fault_that_no_day_has_is_refused_with_words():
    with pytest.raises(ValueError, match="no fault 'fire': there are fails fast"):
        film(REFERENCE, "fire")
