"""Lab 08, part 1: a session, before copies that answer as told."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard, settled

from .routers import made
from .scene import always


@pytest.mark.rule(6)
def test_a_session_is_what_it_has_seen(lab):
    async def main():
        one, other = lab.Session((1, 5)), lab.Session()
        router, _ = made(lab, [always(0.003, "there", (1, 8))])
        found = [one.seen, other.seen]
        await router.read(one, "x")
        return [*found, other.seen, lab.Session((2, 1)).seen]

    seen = heard(main)
    assert seen == [(1, 5), (0, 0), (0, 0), (2, 1)], (
        f"Session((1, 5)), Session(), the latter when the former had read (1, 8), and Session((2, 1)) have seen "
        f"{seen}: each session is what it has seen itself, and what nobody has seen anything of is (0, 0)."
    )


@pytest.mark.rule(6)
def test_a_session_goes_on_through_another_router_as_through_the_first(lab):
    async def main():
        answer = ["new", (1, 5)]
        router, _ = made(lab, [lambda call: (0.003, *answer)], always(0.004, "the primary's", (1, 5)))
        session, found = lab.Session(), []
        await router.read(session, "x")
        answer[:] = ["old", (1, 4)]
        there, _ = made(lab, [always(0.003, "old", (1, 4))], always(0.004, "the primary's", (1, 5)))
        for one in (router, there):
            for same in (lab.Session((1, 5)), session):
                found.append((await settled(one.read(same, "x"), 9))[0])
        return found

    found = heard(main)
    assert found[:2] == found[2:], (
        f"A replica fell back from (1, 5) to (1, 4). Session((1, 5)) and a session that had read (1, 5) then read, "
        f"through the first router and through another: {found}. A session goes on through another router as it would "
        "through the first."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_one_answer_that_counts_is_enough(lab, count):
    async def main():
        router, log = made(lab, [always(0.003, "here", (1, 1))] * count)
        for _ in range(40):
            await router.read(lab.Session(), "x")
        await asyncio.sleep(1)
        return [call.name for call in log]

    asked = heard(main)
    assert len(asked) == 40 and "primary" not in asked, (
        f"40 reads of {count} replicas that are all as far as the session asked {len(asked)} times, the primary "
        f"{asked.count('primary')} times: replicas first, one after the other, and nobody else once there is an answer "
        "that counts."
    )
    few = min(asked.count(str(number)) for number in range(1, count + 1))
    assert few >= 1, f"In 40 reads one of {count} replicas was never asked: in random order, drawn anew for each read."


POSITIONS = [
    ((0, 0), (0, 0), True),
    ((0, 0), (1, 3), True),
    ((1, 7), (1, 7), True),
    ((1, 7), (1, 6), False),
    ((1, 7), (2, 3), True),
    ((2, 3), (1, 7), False),
    ((2, 3), (2, 2), False),
    ((3, 1), (10, 1), True),
]


@pytest.mark.rule(1)
@pytest.mark.parametrize(("seen", "position", "counts"), POSITIONS, ids=str)
def test_an_answer_counts_when_it_is_not_before_what_was_seen(lab, seen, position, counts):
    async def main():
        router, _ = made(lab, [always(0.003, "the replica's", position)])
        return (await settled(router.read(lab.Session(seen), "x"), 9))[0]

    value = heard(main)
    assert (value == "the replica's") == counts, (
        f"A session had seen {seen}, a replica answers at {position}, and the read returned {value!r}: an answer "
        "counts when its position is not before `session.seen`, as Python compares tuples."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", [None, 0, False, "", [], "text"], ids=repr)
def test_an_answer_counts_whatever_its_value_is(lab, value):
    async def main():
        router, log = made(lab, [always(0.003, value, (1, 4))])
        return await router.read(lab.Session((1, 4)), ""), [call.name for call in log]

    found, asked = heard(main)
    assert found == value and type(found) is type(value) and asked == ["1"], (
        f"A replica that is as far as the session has the value {value!r}, and the read returned {found!r} after "
        f"asking {asked}: an answer counts whatever its value is."
    )


@pytest.mark.rule(2)
def test_a_write_returns_its_position_and_moves_the_session_there(lab):
    async def main():
        session, found = lab.Session(), []
        for position in [(1, 3), (2, 1)]:
            router, log = made(lab, [], lambda call, position=position: (0.004, None, position))
            found.append((await router.write(session, "", 0), session.seen, [call.about for call in log]))
        return found

    for (returned, seen, asked), position in zip(heard(main), [(1, 3), (2, 1)], strict=True):
        assert returned == position and asked == [("", 0)], (
            f"The primary wrote at {position}, asked for {asked}; `write` returned {returned!r}: it returns "
            "the position."
        )
        assert seen == position, f"After a write at {position} the session has seen {seen}: a write moves it there."


@pytest.mark.rule(2)
@pytest.mark.parametrize("position", [(1, 3), (2, 2)], ids=str)
def test_a_read_moves_the_session_to_the_position_of_its_answer(lab, position):
    async def main():
        session = lab.Session((1, 1))
        router, _ = made(lab, [always(0.003, "new", position)])
        await router.read(session, "x")
        seen = session.seen
        behind, _ = made(lab, [always(0.003, "old", (1, 2))])
        return seen, (await settled(behind.read(session, "x"), 2))[0]

    seen, value = heard(main)
    assert seen == position and value != "old", (
        f"A read was answered at {position}, and then the session had seen {seen}; from a replica at (1, 2) it then "
        f"read {value!r}. A read moves it to the position of its answer."
    )


@pytest.mark.rule(2)
def test_what_was_seen_never_moves_back_for_two_calls_at_once(lab):
    async def main():
        plans = {"slow": (0.3, None, (1, 2)), "quick": (0.1, None, (1, 3))}
        session = lab.Session()
        router, _ = made(
            lab,
            [always(0.2, "old", (1, 1))],
            lambda call: plans.get(call.about[0], (0.1, "primary", (1, 3))),
            patience=5.0,
        )
        calls = [router.write(session, "slow", 1), router.write(session, "quick", 2)]
        returned = await asyncio.gather(*calls)
        seen = session.seen
        other = lab.Session()
        reading = asyncio.ensure_future(settled(router.read(other, "x"), 1.0))
        await router.write(other, "quick", 3)
        await reading
        return returned, seen, other.seen

    returned, writes, read = heard(main)
    assert returned == [(1, 2), (1, 3)], f"Two writes at once, at (1, 2) and (1, 3), returned {returned}."
    assert writes == (1, 3), (
        f"In one session a write at (1, 3) returned, then one at (1, 2), and it has seen {writes}: it never moves back."
    )
    assert read == (1, 3), (
        f"A read was waiting for a replica at (1, 1) when a write at (1, 3) returned in its session, which then has "
        f"seen {read}: it never moves back."
    )


@pytest.mark.rule(1)
def test_an_answer_is_held_against_what_was_seen_as_it_comes(lab):
    async def main():
        session = lab.Session()
        router, _ = made(lab, [always(0.2, "old", (1, 1))], always(0.05, "the primary's", (1, 2)), patience=0.7)
        reading = asyncio.ensure_future(settled(router.read(session, "x"), 9))
        await router.write(session, "x", "own")
        return (await reading)[0]

    value = heard(main)
    assert value != "old", (
        f"A read was waiting for a replica at (1, 1) when a write at (1, 2) returned in its session, and it returned "
        f"{value!r}: an answer counts when, as it comes, its position is not before `session.seen`."
    )
