"""Lab 08, part 1: how a read ends when no replica will do; and what a session is."""

import asyncio
from math import inf

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import NEVER, heard, settled

from .routers import made
from .scene import always


@pytest.mark.rule(5)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_when_all_have_failed_the_primary_is_asked_at_once(lab, count):
    async def main():
        router, log = made(lab, [always(0.003, "Unavailable")] * count, patience=7.0)
        found = await settled(router.read(lab.Session(), "x"), 9)
        return found, [call.name for call in log]

    (value, time), asked = heard(main)
    assert value == "the primary's" and time == pytest.approx(0.003 * count + 0.004, abs=1e-4), (
        f"All of {count} replicas fail after 3 ms, the primary answers in 4 ms, and a read ended with {value!r} at "
        f"{time:.4f} s: when all replicas have failed, it asks the primary, and doesn't wait until patience is over."
    )
    assert asked.count("primary") == 1, f"The read asked {asked}: the primary once."


@pytest.mark.rule(3, 5)
@pytest.mark.parametrize("key", ["x", "", 0, None, (1, "x")], ids=repr)
def test_everybody_is_asked_for_the_key_of_the_read(lab, key):
    async def main():
        router, log = made(lab, [always(0.003, "Lost")])
        await settled(router.read(lab.Session(), key), 9)
        return [call.about for call in log]

    asked = heard(main)
    assert asked == [(key,), (key,)], (
        f"A read of {key!r} asked a replica, which failed, and the primary, for {asked}: a read asks the replicas "
        "first, and the primary when all replicas have failed, for its key."
    )


WAITS = {
    "hangs": [always(inf, "never", (1, 1))],
    "is behind": [always(0.003, "old", (0, 0))],
    "hangs or fails": [always(inf, "never", (1, 1)), always(0.003, "Lost")],
}


@pytest.mark.rule(5)
@pytest.mark.parametrize("how", WAITS)
@pytest.mark.parametrize("patience", [None, 0.037, 2.3])
def test_when_patience_is_over_the_primary_is_asked_at_that_moment(lab, how, patience):
    async def main():
        options = {} if patience is None else {"patience": patience}
        router, log = made(lab, WAITS[how], **options)
        await asyncio.sleep(0.71)
        calls = [settled(router.read(lab.Session((1, 1)), "x"), 9) for _ in range(2)]
        found = await asyncio.gather(*calls)
        return found, [call.asked for call in log if call.name == "primary"]

    found, asked = heard(main)
    due = 0.71 + (0.1 if patience is None else patience)
    assert [value for value, _ in found] == ["the primary's"] * 2, (
        f"No replica is fresh (one {how}), and two reads ended with {found}: the primary is asked "
        "when `patience` seconds have passed since the call, whatever it is waiting for."
    )
    assert len(asked) == 2 and all(time == pytest.approx(due, abs=1e-3) for time in asked), (
        f"Two reads began at 0.71 s with patience {patience or 'by default, 0.1 s'}, a replica {how}, and the primary "
        f"was asked at {asked}: once by each, when `patience` seconds have passed since the call, whatever it is "
        "waiting for."
    )


@pytest.mark.rule(5)
def test_the_primary_may_take_longer_than_patience(lab):
    async def main():
        router, _ = made(lab, [always(0.003, "Lost")], always(0.8, "the primary's", (1, 1)), patience=0.2)
        return await settled(router.read(lab.Session(), "x"), 9)

    value, time = heard(main)
    assert value == "the primary's", (
        f"All replicas failed at once and the primary takes 0.8 s; patience is 0.2 s, and the read ended with "
        f"{value!r} at {time:.3f} s. When all have failed it asks the primary, and patience is for the replicas."
    )


@pytest.mark.rule(2)
def test_the_answer_of_the_primary_moves_the_session_too(lab):
    async def main():
        session = lab.Session((1, 1))
        router, _ = made(lab, [always(0.003, "Lost")], always(0.004, "the primary's", (2, 4)))
        await router.read(session, "x")
        return session.seen

    seen = heard(main)
    assert seen == (2, 4), (
        f"The primary answered a read at (2, 4), and then the session had seen {seen}: a read moves it to the position "
        "of its answer, the primary's answer too."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("value", ["old", None, ""], ids=repr)
def test_a_primary_that_is_behind_is_not_shown_either(lab, value):
    async def main():
        session, found = lab.Session((2, 1)), []
        for plans in ([always(0.003, value, (1, 4))], [always(0.003, "Lost")], []):
            router, log = made(lab, plans, always(0.004, value, (1, 8)))
            found.append((await settled(router.read(session, "x"), 9))[0])
            found.append(sum(call.name == "primary" for call in log))
        return found, session.seen

    found, seen = heard(main)
    assert found[::2] == ["Unavailable"] * 3 and seen == (2, 1), (
        f"A session had seen (2, 1), the primary, an old one, answers {value!r} at (1, 8), and three reads ended with "
        f"{found[::2]}; seen is {seen}. If the primary is before `session.seen` too, the read raises Unavailable."
    )
    assert found[1::2] == [1] * 3, f"The primary was asked {found[1::2]} times by three reads: once each."


@pytest.mark.rule(5)
def test_the_primary_counts_when_it_is_exactly_as_far(lab):
    async def main():
        router, _ = made(lab, [always(0.003, "Lost")], always(0.004, "here", (2, 1)))
        return (await settled(router.read(lab.Session((2, 1)), "x"), 9))[0]

    value = heard(main)
    assert value == "here", f"The primary is exactly as far as the session, and the read ended with {value!r}."


@pytest.mark.rule(6)
def test_a_router_keeps_nothing_of_a_session(lab):
    async def main():
        plans = [lambda call: (0.003, "new", (1, 5)) if now() < 0.1 else (0.003, "old", (1, 4))]
        router, _ = made(lab, plans)
        first = lab.Session()
        await router.read(first, "x")
        await asyncio.sleep(0.2)
        anybody = [await router.read(lab.Session(), "x"), await router.read(lab.Session((1, 4)), "x")]
        together = await asyncio.gather(router.read(first, "x"), router.read(lab.Session(), "x"))
        return anybody, together, first.seen

    anybody, together, seen = heard(main)
    assert anybody == ["old", "old"], (
        f"Another session had read (1, 5); two that have not, at a replica at (1, 4), read {anybody}: a session is "
        "what it has `seen`, and a router keeps nothing of it."
    )
    assert together == ["the primary's", "old"] and seen == (9, 9), (
        f"At the same time a session that has seen (1, 5) and a new one read {together}, at a replica at (1, 4): each "
        "session is what it has seen itself, through one router too."
    )


@pytest.mark.rule(2, 6)
def test_a_session_that_reads_again_at_once_has_moved(lab):
    async def main():
        answers = iter([("new", (1, 5)), ("old", (1, 4)), ("newest", (1, 6))])
        router, _ = made(lab, [lambda call: (0.003, *next(answers))], patience=1.0)
        session = lab.Session()
        return await router.read(session, "x"), await router.read(session, "x")

    found = heard(main)
    assert found == ("new", "newest"), (
        f"A replica answered at (1, 5), then (1, 4), then (1, 6), and two reads of one session returned {found}: a "
        "read moves the session to the position of its answer."
    )


@pytest.mark.rule(3, 4, 6)
def test_a_patient_read_leaves_nothing_behind(lab):
    async def main():
        router, log = made(lab, [always(0.3, "old", (1, 1)), always(float("inf"), "new", (1, 2))], patience=0.7)
        found = await settled(router.read(lab.Session((1, 2)), "x"), 5)
        count = len(log)
        await asyncio.sleep(5)
        return found[0], len(log) - count

    value, later = heard(main)
    assert value != NEVER and not later, (
        f"A read ended with {value!r}, and {later} calls came after its end: it asks nobody else once it has an answer."
    )
