"""Lab 03, part 4, the whole balancer: all rules together, on a bad day."""

import asyncio
from math import inf
from random import Random

import pytest

from systemdesign import run
from systemdesign.grading.schedules import schedules

from .day import Day

TROUBLE = ["fails", "fails", "hangs", "slows", "mends"]


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@schedules("4.bad-day", targets="abcd", verbs=TROUBLE, until=12, most=9, examples=30)
def test_on_a_bad_day_each_rule_holds_for_each_request(lab, story):
    rng = Random(f"clients {story.seed}")
    starts = [0.31 * n + rng.uniform(0.01, 0.29) for n in range(50)]

    async def main():
        day = Day(lab, story)
        clients = (day.client(n, start, rng.choice([inf, inf, inf, 0.19])) for n, start in enumerate(starts))
        await asyncio.gather(day.play(), *clients)

    run(main, seed=story.seed, shuffle=story.order)
