"""Lab 16, part 4: processes that die, and whatever else may befall them."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .batches import WRITTEN, click, close, play, play_all
from .leases import told


@pytest.mark.rule(5)
@pytest.mark.parametrize("codes", ["a", "ab"])
def test_who_dies_takes_few_clicks_along(lab, codes):
    script = [click(1.3 + 0.5 * n, codes[n % len(codes)]) for n in range(40)]
    script += [click(2.0 + 3 * n, codes[-1], "y") for n in range(10)] + [click(50.0, code, "z", 5) for code in codes]
    calls = sum(row.who == "x" for row in play(lab, script).log)
    moments = [(last, done) for last in range(1, calls + 1) for done in (False, True)]
    several = [(script, told(last, done), {"deaths": [["x", [last, done]]]}) for last, done in moments]
    for seen in play_all(lab, several):
        death = [row.time for row in seen.log if row.who == "x"][-1:] or [6.0]
        for code in seen.codes():
            others = sum(seen.counted(code, who=who) for who in "yz")
            least, most = others + seen.counted(code, death[0] - 5.1 - 5.1, "x"), others + seen.counted(code, who="x")
            assert least <= seen.kept.get(code, 0) <= most, (
                f"{seen.told}The store says {seen.kept.get(code, 0)} clicks of {code!r}, and it should be {least} to "
                f"{most}: at most the clicks of its last `every` seconds are lost, and those of the batch under way; "
                "others are not disturbed."
            )


@pytest.mark.rule(5)
@pytest.mark.parametrize("batches", [1, 2, 5])
def test_a_process_that_begins_is_not_taken_for_one_that_died(lab, batches):
    """Each of them writes batches of the same numbers."""
    script = [click(1.3 + 5.1 * n, who="x", times=3) for n in range(batches)]
    script += [[1.3 + 5.1 * batches + 5.5, "x", "kill"]]
    script += [click(60.0 + 5.1 * n, who="y", times=5) for n in range(batches + 1)]
    told = f"A process wrote {batches} batches and died, and another one began. "
    play(lab, script, told).whole()


@pytest.mark.rule(1, 5)
def test_two_processes_that_count_the_same_are_two(lab):
    script = [click(1.3 + 5.1 * n, who=who, times=3) for n in range(6) for who in ("x", "y")]
    play(lab, script, "Two processes counted the same clicks at the same moments. ").whole(WRITTEN)


@pytest.mark.rule(2, 3, 4, 5)
@schedules(
    "4.clicks", targets=["x", "y"], verbs=["lose", "miss", "down", "dawdle", "close"], until=60, most=7, examples=25
)
def test_whatever_was_lost_each_click_is_counted_once(lab, story):
    rng = Random(story.seed)
    script = [click(rng.uniform(1, 70), rng.choice("ab"), rng.choice("xy"), rng.randrange(1, 4)) for _ in range(60)]
    befalls = {"lose": "answer", "miss": "question", "down": "Unavailable", "dawdle": ["slow", 7.0]}
    for event in story.events:
        script.append(
            close(event.time, event.target)
            if event.verb == "close"
            else [event.time, event.target, "trouble", befalls[event.verb]]
        )
    ends = {event.target: event.time for event in reversed(story.events) if event.verb == "close"}
    script = [row for row in script if row[2] != "count" or row[0] < ends.get(row[1], 99.0)]
    seen = play(lab, script, seed=story.seed, until=90.0)
    story.lines += [f"{row.time:8.3f} s  {row.who}: {row.verb} {row.key!r} was {row.how}" for row in seen.log]
    seen.whole()
