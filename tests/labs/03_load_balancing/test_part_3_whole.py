"""Lab 03, part 3, slow start: all weights together."""

from random import Random

import pytest

from systemdesign import run
from systemdesign.grading.schedules import schedules

from .scene import at, farm
from .windows import Windows, weight


@pytest.mark.rule(1, 2, 3)
@schedules("3.windows", targets="abc", verbs=["join", "wait"], until=30, most=8, examples=40)
def test_the_weights_hold_whoever_joins(lab, story):
    rng = Random(story.seed)
    pairs = [(rng.choice([20.0, 7.3, 2.9]), rng.choice([0.1, 0.0, 0.33])), (13.1, 0.2)]

    async def main():
        servers = farm("abc")
        found = [(lab.SlowStart(*options), Windows(*options)) for options in pairs]
        for turn, event in enumerate(story.events):
            await at(event.time * 0.73 + 0.11)
            slow, due = found[turn % 2]
            if event.verb == "join":
                slow.joined(servers["abc".index(event.target)])
                due.joined(event.target)
            story.note(f"{event.target} {event.verb}s, of the {('first', 'second')[turn % 2]} SlowStart")
            for slow, due in found:
                compare(slow, due, servers)

    run(main, seed=story.seed, shuffle=story.order)


def compare(slow, due, servers):
    for server in servers:
        got, right = weight(slow, server), due.weight(server.name)
        assert got == pytest.approx(right, abs=1e-9), (
            f"The weight of {server.name} is {right:.4f}, and yours is {got:.4f}: {due.reason(server.name)}."
        )
