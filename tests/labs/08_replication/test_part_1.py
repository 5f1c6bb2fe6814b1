"""Lab 08, part 1: a session, before copies that answer as told."""

import asyncio

import pytest

from .routers import made
from .scene import always, heard, settled

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
        return await router.read(lab.Session(seen), "x")

    value = heard(main)
    assert value == ("the replica's" if counts else "the primary's"), (
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
def test_a_read_moves_the_session_to_the_position_of_its_answer(lab):
    async def main():
        found = []
        for position in [(1, 3), (2, 2)]:
            session = lab.Session((1, 1))
            router, _ = made(lab, [always(0.003, "new", position)])
            await router.read(session, "x")
            behind, _ = made(lab, [always(0.003, "old", (1, 2))])
            found.append((position, session.seen, await behind.read(session, "x"), session.seen))
        return found

    for position, seen, value, later in heard(main):
        assert seen == position, (
            f"A read was answered at {position}, and then the session had seen {seen}: it moves it."
        )
        assert (value, later) == ("the primary's", (9, 9)), (
            f"After a read at {position} a replica at (1, 2) was asked, then the primary at (9, 9): the read returned "
            f"{value!r}, and the session has seen {later}. Each read moves it to the position of its answer, the "
            "primary's answer too."
        )


@pytest.mark.rule(2)
def test_what_was_seen_never_moves_back_for_two_calls_at_once(lab):
    async def main():
        plans = {"slow": (0.3, None, (1, 2)), "quick": (0.1, None, (1, 3))}
        session = lab.Session()
        router, _ = made(lab, [always(0.2, "old", (1, 1))], lambda call: plans[call.about[0]], patience=5.0)
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


@pytest.mark.rule(3)
def test_replicas_are_asked_one_after_the_other_in_random_order(lab):
    async def main():
        router, log = made(lab, [always(0.003, "Lost")] * 3)
        orders = []
        for _ in range(80):
            log.clear()
            await router.read(lab.Session(), "x")
            orders.append("".join(call.name for call in log if call.name != "primary"))
            last = [call.ended for call in log[:-1]]
            if any(after.asked < ended for ended, after in zip(last, log[1:], strict=True)):
                return "together", orders
        return "one by one", orders

    how, orders = heard(main)
    assert how == "one by one", "A replica was asked while another one had not answered: one after the other."
    assert all(sorted(order) == list("123") for order in orders), (
        f"Three replicas fail, and a read asked {orders[0]}: replicas first, each of them."
    )
    assert len(set(orders)) == 6, (
        f"80 reads asked three failing replicas in the orders {sorted(set(orders))}: in random order, drawn anew for "
        "each read; there are six."
    )
