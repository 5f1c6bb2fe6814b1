"""Lab 16, part 2: three processes, and whatever may befall them."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .leases import HERE, Seen, call


@pytest.mark.rule(1, 4, 6)
@schedules(
    "2.processes",
    targets=["a", "b", "c"],
    verbs=["kill", "lose", "miss", "stall", "dawdle", "leave", "close"],
    until=60,
    most=6,
    examples=9,
)
def test_whatever_fails_no_number_comes_twice(lab, story):
    """Three processes, and a new one for each that is killed or closed."""
    rng, script, lives = Random(story.seed), [], dict.fromkeys("abc", 0)
    events, callers = list(story.events), []
    for time in range(1, 80):
        for event in [event for event in events if event.time == time]:
            script += happens(event, lives, callers)
        for who in "abc":
            if rng.random() < 0.5:
                script.append(call(time + rng.uniform(0.01, 0.9), f"{who}{lives[who]}", rng.randrange(1, 4)))
        script.sort(key=lambda row: row[0])
    script = numbered(script)
    things, stage = lab.bring(HERE / "beside_shelf.py", HERE / "beside_numbers.py", every=20)
    report = stage.play(things, [*script, [200.0, "last", "rest"]], {"size": 20, "lease": 20.0}, seed=story.seed)
    seen = Seen(report)
    for event in seen.calls[:40]:
        story.lines.append(f"{event.asked:8.3f} s  {event.who}.{event.verb}() came to {event.outcome}")
    seen.once().whole(2, sum(lives.values()) + 4 + seen.failed() + 2 * len(events))
    assert seen.issued(), "None of three processes was given any number, whatever befell them."


def happens(event, lives, callers):
    """What an event means, as rows of a script."""
    who, time = f"{event.target}{lives[event.target]}", event.time
    befalls = {"lose": "answer", "miss": "question", "stall": ["late", 35.0], "dawdle": ["slow", 35.0]}.get(event.verb)
    if befalls:
        return [[time, who, "trouble", befalls]]
    if event.verb == "leave":
        return [[time, who, "next", 5], [time + 0.003, who, "leave", None]]
    lives[event.target] += 1
    return [[time, who, event.verb]]


def numbered(script):
    """Who leaves is who came last before."""
    found, callers = [], 0
    for row in script:
        if row[2] == "leave":
            row = [*row[:3], callers - 1]
        callers += row[2] in ("next", "close", "rest")
        found.append(row)
    return found
