"""Lab 01, part 1: any bad day of the target, and the one of the chapter."""

from math import inf
from random import Random

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules

from .scene import HERE, rounded, until
from .world import World, expected

SETTINGS = [
    # connections, timeout, start
    (None, 2.3, 0.0),
    (3, 2.3, 7.1),
    (1, 3.7, 0.0),
    (2, 60.0, 11.3),
    (None, 60.0, 3.9),
    (5, 1.1, 0.0),
    (1, 60.0, 5.3),
    (4, 4.9, 2.7),
    (2, 1.7, 0.0),
    (6, 9.1, 1.3),
]
UNTIL = 20  # s


def due(story):
    """Fourteen moments at random, and seven requests at once for each burst."""
    random = Random(f"due {story.seed}")
    times = [random.uniform(0.0, UNTIL) for _ in range(14)]
    bursts = [event.time + 0.37 for event in story.events if event.verb == "burst"]
    return sorted([0.0, 0.0, *times, *(time for time in bursts for _ in range(7))])


def difference(number, found, right, timeout):
    """What is wrong with one request, in words; None when nothing is."""
    sent, latency, cancelled, due = found
    when, wanted, left, _ = right
    if when is None and sent is not None and sent > due + timeout + 1e-6:
        return f"it had timed out, {timeout:g} s after it was due, and was sent at {sent:.2f} s (rule 4)"
    if when is not None and (sent is None or abs(sent - when) > 1e-6):
        seen = "never was" if sent is None else f"was sent at {sent:.2f} s"
        rule = "when it is due (rule 1)" if when - due < 1e-6 else "as soon as a connection is free (rule 3)"
        return f"it is to be sent at {when:.2f} s, {rule}, and {seen}"
    if latency != wanted and not abs(latency - wanted) < 1e-5:
        rule = 4 if wanted == inf or latency == inf else 2
        return f"its latency is {wanted:.4g} s, from when it was due, and you report {latency:.4g} (rule {rule})"
    if left is not None and when is not None and abs((cancelled or 0.0) - left) > 1e-6:
        return f"its time-out is over at {left:.2f} s, when it is to be cancelled (rule 4)"
    return None


@pytest.mark.rule(1, 2, 3, 4, 6)
@schedules(
    "1.target",
    targets=["target"],
    verbs=["freeze", "refuse", "hush", "crash", "mend", "burst"],
    until=UNTIL,
    most=8,
    examples=30,
)
def test_the_test_tells_the_truth_on_any_day(lab, story):
    connections, timeout, start = SETTINGS[story.seed]
    times, events = due(story), [event for event in story.events if event.verb != "burst"]
    world = World(story.seed, events, start)
    right = list(expected(world, times, connections, timeout))

    async def main():
        await until(start)
        latencies = rounded(await lab.fire(world, times, connections=connections, timeout=timeout), times)
        return latencies, now() - start

    latencies, end = run(main, story.seed)
    for number, (latency, time) in enumerate(zip(latencies, times)):
        sent = world.sent.get(number)
        story.lines.append(
            f"{time:8.3f} s  request {number} is due, and sent {'never' if sent is None else f'at {sent:.3f} s'}"
        )
        wrong = difference(number, (sent, latency, world.cancelled.get(number), time), right[number], timeout)
        assert not wrong, (
            f"With connections={connections} and timeout={timeout:g}, request {number} is due at {time:.2f} s: {wrong}."
        )
    last = max(settled for *_, settled in right)
    assert abs(end - last) < 1e-5, (
        f"The last request was settled at {last:.2f} s, and `fire` returned at {end:.2f} s (rule 6)."
    )


@pytest.mark.rule(2)
def test_a_server_that_stands_still_is_not_flattered(lab):
    latencies = sorted(rounded(lab.bring(HERE / "beside.py").frozen(), [0] * 2_000))
    found = [round(sum(latencies) / 2_000, 2), *(round(latencies[rank - 1], 2) for rank in (1_500, 1_980))]
    assert found == [27.53, 55.01, 98.21], (
        "A server that takes 10 ms is asked ten times a second, for 200 s, and stands still for the second half of "
        "them. From when they were due, requests wait 27.53 s on average, three quarters up to 55.01 s, 99 % up to "
        f"98.21 s. You report {found[0]}, {found[1]} and {found[2]} s."
    )
