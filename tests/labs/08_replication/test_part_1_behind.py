"""Lab 08, part 1: replicas that are behind, or fail, are passed over."""

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import heard, settled

from .routers import made
from .scene import always


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("error", ["Lost", "Refused", "TimedOut", "Unavailable"])
def test_who_is_behind_or_fails_is_passed_over_at_once(lab, error):
    async def main():
        plans = [always(0.003, error), always(0.005, "old", (1, 1)), always(0.007, "new", (1, 2))]
        router, log = made(lab, plans, patience=3.0)
        found = []
        for _ in range(12):
            start, before = now(), len(log)
            value = (await settled(router.read(lab.Session((1, 2)), "x"), 9))[0]
            asked = [call.name for call in log[before:]]
            found.append((value, asked, now() - start))
        return found

    took = {"1": 0.003, "2": 0.005, "3": 0.007}
    for value, asked, seconds in heard(main):
        assert value == "new", (
            f"One replica fails with {error}, one is behind, one is not: the read that asked {asked[:9]} ended with "
            f"{value!r}. Who is behind or fails is passed over."
        )
        due = sum(took.get(name, 9) for name in asked)
        assert seconds == pytest.approx(due, abs=1e-4), (
            f"A read that asked {asked} took {seconds:.4f} s, and their answers {due:.4f} s: passed over at once."
        )


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("patience", [0.5, 0.9])
def test_those_who_were_behind_are_asked_again_after_a_pause(lab, patience):
    async def main():
        plans = [
            lambda call: (0.003, "old", (1, 1)) if now() < 0.4 else (0.003, "new", (1, 2)),
            always(0.005, "older", (0, 0)),
            always(0.007, "Unavailable"),
        ]
        router, log = made(lab, plans, patience=patience)
        value = await router.read(lab.Session((1, 2)), "x")
        return value, now(), log

    value, time, log = heard(main)
    assert value == "new" and 0.4 < time < 0.44, (
        f"A replica that was behind had caught up by 0.4 s, patience is {patience} s, and the read returned {value!r} "
        f"at {time:.3f} s: when all have been passed over, those who were behind are asked again, and so on."
    )
    failed = sum(call.name == "3" for call in log)
    assert failed == 1, f"A replica that failed was asked {failed} times in one read: those who were behind are."
    rounds = [call for call in log if call.name != "3"]
    assert len({call.name for call in rounds[2:4]}) == 2, "Both who were behind are asked again, not one of them."
    pauses = [after.asked - one.ended for one, after in zip(rounds[1::2], rounds[2::2], strict=False)]
    assert all(pause == pytest.approx(0.01, abs=1e-4) for pause in pauses[1:]), (
        f"All were behind, and the next one was asked {pauses[1]:.4f} s later: after a pause of 0.01 s."
    )


@pytest.mark.rule(3)
def test_replicas_are_asked_one_after_the_other_in_random_order(lab):
    async def main():
        router, log = made(lab, [always(0.003, "Lost")] * 3)
        orders = []
        for _ in range(80):
            log.clear()
            await settled(router.read(lab.Session(), "x"), 9)
            orders.append("".join(call.name for call in log if call.name != "primary"))
            last = [call.ended for call in log[:-1]]
            if any(ended is None or after.asked < ended for ended, after in zip(last, log[1:], strict=True)):
                return "together", orders
        return "one by one", orders

    how, orders = heard(main)
    assert how == "one by one", "A replica was asked while another one had not answered: one after the other."
    strange = next((order for order in orders if sorted(order) != list("123")), None)
    assert strange is None, (
        f"Three replicas fail, and one of 80 reads asked {', '.join(strange) or 'none of them'}: each read asks all of "
        "them, once, whoever failed in an earlier one."
    )
    assert len(set(orders)) == 6, (
        f"80 reads asked three failing replicas in the orders {sorted(set(orders))}: in random order, drawn anew for "
        "each read; there are six."
    )
