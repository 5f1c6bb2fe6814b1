"""Lab 14, part 3: for how long an outcome is remembered."""

import pytest

from systemdesign import run
from systemdesign.sim.request import Refused, Unavailable

from .bank import Bank, asking, heard
from .scene import kind, order, until


def begun(lab, *asks, seconds=5.0, trouble=None, beside=None, **options):
    """How often the operation had been begun after each (time, key) at which it was asked for."""

    async def main():
        bank, found = Bank(seconds, trouble), []
        once = lab.Once(bank, **options)
        if beside is not None:
            lab.Once(bank, keep=beside)
        for time, key in asks:
            await until(time)
            asking(once, key=key)
            await until(time + 0.01)
            found.append(bank.begun)
        return found

    return run(main)


@pytest.mark.rule(6)
@pytest.mark.parametrize("trouble", [None, Unavailable, ValueError, TimeoutError])
@pytest.mark.parametrize(("keep", "options"), [(10.0, {"keep": 10.0}), (60.0, {}), (100.0, {"keep": 100.0})])
def test_an_outcome_is_remembered_for_as_long_as_was_said(lab, trouble, keep, options):
    what, end = "error" if trouble else "reply", 5.0 + keep
    _, early = begun(lab, (0.0, "a"), (end - 0.1, "a"), trouble=trouble, **options)
    assert early == 1, (
        f"With keep={keep:g}, the {what} of 5 s is remembered until {end:g} s, and it was forgotten at {end - 0.1:g} "
        "s: count from the moment that the operation ended."
    )
    _, late = begun(lab, (0.0, "a"), (end + 0.1, "a"), trouble=trouble, **options)
    assert late == 2, (
        f"With keep={keep:g}, the {what} of 5 s is forgotten after {end:g} s, or the memory grows for ever: asked for "
        f"at {end + 0.1:g} s, the operation is done anew, and yours was not."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize(("beside", "time", "right"), [(90.0, 15.1, 2), (1.0, 14.9, 1)])
def test_each_once_keeps_for_as_long_as_it_was_told(lab, beside, time, right):
    found = begun(lab, (0.0, "a"), (time, "a"), keep=10.0, beside=beside)
    assert found == [1, right], (
        f"With keep=10 the outcome of 5 s is remembered until 15 s, also when there is another Once with keep="
        f"{beside:g}: asked for at {time} s, it {'was' if right == 1 else 'was not'} done anew. Put `keep` in `self`."
    )


@pytest.mark.rule(6)
def test_to_ask_for_it_does_not_prolong_it(lab):
    found = begun(lab, (0.0, "a"), (6.0, "a"), (9.0, "a"), (14.9, "a"), (15.1, "a"), keep=10.0)
    assert found == [1, 1, 1, 1, 2], (
        "With keep=10, the outcome of 5 s is forgotten at 15 s, however often it is asked for meanwhile; after each "
        f"of the requests at 0, 6, 9, 14.9 and 15.1 s the operation had begun {found} times."
    )


async def waiting(lab):
    return await heard([asking(lab.Once(Bank(5.0), keep=1.3))])


@pytest.mark.rule(6)
def test_what_is_under_way_is_not_forgotten(lab):
    found = begun(lab, (0.0, "a"), (1.9, "a"), (4.9, "a"), (6.2, "a"), (6.5, "a"), keep=1.3)
    (first,) = run(waiting(lab))
    assert kind(first) == "Reply", (
        "An operation lasts 5 s, and with keep=1.3 who waited for it got "
        f"{first!r}: `keep` begins when it has ended, and its outcome is waited for however long it takes."
    )
    assert found == [1, 1, 1, 1, 2], (
        "An operation of 5 s with keep=1.3 is remembered from 0 to 6.3 s, for its outcome is kept from the moment "
        f"that it ended; after requests at 0, 1.9, 4.9, 6.2 and 6.5 s it had begun {found} times."
    )


@pytest.mark.rule(6)
def test_keep_is_counted_to_the_fraction_of_a_second(lab):
    for start, early, late in [(0.875, 4.0, 4.25), (0.5, 3.625, 3.875), (0.125, 3.25, 3.5)]:
        found = begun(lab, (start, "a"), (early, "a"), (late, "a"), seconds=0.75, keep=2.5)
        assert found == [1, 1, 2], (
            f"An outcome of {start + 0.75:g} s with keep=2.5 is remembered until {start + 3.25:g} s; after requests at "
            f"{start:g}, {early:g} and {late:g} s the operation had begun {found} times. Do not round times."
        )


@pytest.mark.rule(6)
def test_what_is_done_anew_is_remembered_as_long(lab):
    found = begun(lab, (0.0, "a"), (15.1, "a"), (25.2, "a"), (30.0, "a"), (30.2, "a"), (45.1, "a"), keep=10.0)
    assert found == [1, 2, 2, 2, 3, 3], (
        "With keep=10, an operation of 5 s that is done anew at 15.1 s is remembered until 30.1 s, from the moment "
        f"that it ended; after requests at 0, 15.1, 25.2, 30, 30.2 and 45.1 s it had begun {found} times."
    )


@pytest.mark.rule(6)
def test_each_outcome_is_forgotten_by_itself(lab):
    found = begun(lab, (0.0, "a"), (7.0, "b"), (15.1, "b"), (15.2, "a"), (21.9, "b"), (22.1, "b"), keep=10.0)
    assert found == [1, 2, 2, 3, 3, 4], (
        "With keep=10, the outcome of a is remembered until 15 s, and that of b until 22 s; after requests for a, b, "
        f"b, a, b and b at 0, 7, 15.1, 15.2, 21.9 and 22.1 s operations had begun {found} times. Each is forgotten at "
        "a time of its own."
    )


@pytest.mark.rule(6)
def test_what_is_old_is_forgotten_though_another_is_under_way(lab):
    async def main():
        bank = Bank(100.0)
        once = lab.Once(bank, keep=10.0)
        asking(once, key="slow")
        await until(1.0)
        bank.seconds = 1.0
        await asking(once, key="quick")
        await until(12.5)
        await asking(once, key="quick")
        return bank.begun

    assert run(main) == 3, (
        "One operation is under way for 100 s, another ended at 2 s, and with keep=10 it is forgotten at 12 s; asked "
        "for at 12.5 s it was not done anew. Each is forgotten at a time of its own, whatever is under way."
    )


@pytest.mark.rule(6)
def test_a_thousand_outcomes_are_remembered(lab):
    async def main():
        bank = Bank(0.0)
        once = lab.Once(bank)
        for key in [*range(1_100), 0]:
            await once(order(key=key))
        return bank.begun

    assert run(main) == 1_100, (
        "1100 operations ended a moment ago, and the first of them was forgotten: each outcome is remembered for "
        "`keep` seconds, however many there are."
    )


@pytest.mark.rule(6)
def test_a_refusal_does_not_shorten_what_is_remembered_later(lab):
    async def main():
        bank = Bank(1.0, Refused)
        once = lab.Once(bank, keep=10.0)
        await asking(once)
        bank.trouble = None
        await until(4.0)
        await asking(once)
        await until(11.5)
        await asking(once)
        await until(14.9)
        await asking(once)
        return bank.begun

        return bank.begun

    found = run(main)
    assert found == 2, (
        "Refused at 1 s and done at 5 s, an order with keep=10 is remembered until 15 s, from the moment that the "
        f"operation ended, not the refused one; asked for at 11.5 and 14.9 s it had begun {found} times."
    )


@pytest.mark.rule(6)
def test_what_is_begun_after_a_refusal_is_not_forgotten_under_way(lab):
    async def main():
        bank = Bank(1.0, Refused)
        once = lab.Once(bank, keep=10.0)
        await asking(once)
        bank.trouble, bank.seconds = None, 30.0
        for time in (4.0, 12.5):
            await until(time)
            asking(once)
        await until(13.0)
        return bank.begun

    found = run(main)
    assert found == 2, (
        "Refused at 1 s, an order was begun anew at 4 s for 30 s, and with keep=10 it was asked for at 12.5 s, under "
        f"way: it had begun {found} times. An outcome is remembered from the moment that *this* operation ended."
    )
