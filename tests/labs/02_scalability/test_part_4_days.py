"""Lab 02, part 4, three days: a quiet one, and two with a crowd."""

import pytest

from systemdesign import run
from systemdesign.grading.schedules import scripted
from systemdesign.grading.story import Event

from .day import ORDERED, Day
from .world import GROWTH

IN_TIME, COST = 0.99, 1.45
MISSING = [Event(3000, "hides", "rate")]
CROWD = [Event(1200, "doubles", "traffic"), Event(4800, "hides", "rate")]
NIGHT = [Event(2400, "hides", "rate"), Event(6000, "triples", "traffic")]
DAYS = [(1, MISSING), (2, CROWD), (3, NIGHT)]


@pytest.mark.rule(1, 2, 3)
@scripted("4.day", DAYS, targets=["traffic", "rate"], verbs=["hides", *GROWTH])
def test_a_day_is_good_and_cheap_and_calm(lab, story):
    day = Day(lab.Autoscaler(), story)
    run(day.play, seed=story.seed, shuffle=story.order)
    calm(day)  # first: who orders again and again is late as well
    served(day)
    paid(day)


def served(day):
    """Rule 1."""
    if day.in_time >= IN_TIME:
        return
    worst = day.worst()
    day.tell(range(worst - 120, worst + 121, 30))
    look = day.at(worst)
    raise AssertionError(
        f"By rule 1 at least {IN_TIME:.0%} of the requests are answered within 6 s, outside of the first three minutes "
        f"of a crowd, and {day.in_time:.2%} were. It is worst at {worst} s: {look.ready} machines are ready, the "
        f"oracle has {day.due(worst)}, and {look.waiting} requests wait. Ninety seconds before, when those machines "
        f"had to be ordered, you wanted {day.at(worst - 90).wanted}."
    )


def paid(day):
    """Rule 2."""
    cost = day.seconds / day.oracle
    if cost <= COST:
        return
    day.tell(range(600, 7_200, 600))
    idle = max(day.looks, key=lambda look: look.ready - day.due(look.time))
    raise AssertionError(
        f"By rule 2 the machine-hours are at most {COST} times the oracle's {day.oracle / 3600:.1f}, and yours are "
        f"{day.seconds / 3600:.1f}, {cost:.3f} times. At {idle.time} s you have {idle.ready} machines ready, and the "
        f"oracle {day.due(idle.time)}: want what the rate needs and a little for its noise, and give back what a few "
        f"quiet minutes did not use."
    )


def calm(day):
    """Rule 3."""
    if day.site.ordered <= ORDERED:
        return
    falls = [one for one, two in zip(day.looks, day.looks[1:]) if two.wanted < one.wanted]
    day.tell(range(day.looks[len(day.looks) // 2].time, 7_200, 15)[:12])
    raise AssertionError(
        f"By rule 3 at most {ORDERED} machines are ordered in a day, and you ordered {day.site.ordered}: {len(falls)} "
        f"times you wanted fewer than 15 s before, and soon more again. Come down calmly, by part 2, and want a number "
        f"of machines in all: those that are booting are part of it."
    )
