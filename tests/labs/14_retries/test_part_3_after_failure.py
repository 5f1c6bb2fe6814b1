"""Lab 14, part 3: what becomes of an operation that raises."""

import pytest

from systemdesign import run
from systemdesign.sim.request import Refused, ServiceError, Unavailable

from .bank import FAILURES, Bank, asking, heard
from .scene import kind, order, settled


async def failing(lab, trouble, callers):
    """What those got who asked at once while the bank was in trouble, and the bank."""
    bank = Bank(trouble=trouble)
    once = lab.Once(bank)
    return await heard([asking(once) for _ in range(callers)]), bank, once


async def in_trouble(lab, trouble):
    """Two ask while the bank is in trouble, and others when it is well: (what the others got, the bank)."""
    _, bank, once = await failing(lab, trouble, 2)
    bank.trouble = None
    return [await settled(once(order())) for _ in range(3)], bank


@pytest.mark.rule(4)
@pytest.mark.parametrize("trouble", [Refused, Unavailable])
def test_a_once_does_not_try_again_itself(lab, trouble):
    _, bank, _ = run(failing(lab, trouble, 1))
    assert bank.begun == 1, (
        f"One caller sent one request, the operation ended with {trouble.__name__}, and it was begun {bank.begun} "
        "times: tell the caller, for whether to send it again is his to say."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("trouble", [Refused, *FAILURES])
def test_all_who_wait_get_the_error(lab, trouble):
    errors, bank, _ = run(failing(lab, trouble, 2))
    failed, name = [*map(kind, errors)], trouble.__name__
    assert failed == [name] * 2, (
        f"The operation raised {name}, and all who wait for it get its error; they got "
        f"{[each.replace('NoneType', 'nothing') for each in failed]}."
    )
    assert bank.begun == 1, (
        f"Two waited for one operation, which ended with {name}, and it was begun {bank.begun} times: all who wait "
        "get its error, and none of them does it again."
    )
    if issubclass(trouble, ServiceError):
        assert [error.by for error in errors] == ["bank"] * 2, (
            f"The error that the operation raised is by the bank, and those of the callers are by "
            f"{[error.by for error in errors]}: all who wait get *its* error, not another of its class."
        )


@pytest.mark.rule(4)
def test_a_refusal_is_not_remembered(lab):
    later, bank = run(in_trouble(lab, Refused))
    assert not isinstance(later[0], ServiceError), (
        "Refused says that nothing was done: forget it, so that the next request does it. You kept the refusal."
    )
    assert (bank.begun, bank.charged.total()) == (2, 1), (
        f"Refused once and then asked again, the operation begins twice in all; yours began {bank.begun} times."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("trouble", FAILURES)
def test_any_other_failure_is_remembered_for_it_may_have_been_done(lab, trouble):
    later, bank = run(in_trouble(lab, trouble))
    assert bank.charged.total() == 1, (
        f"The bank charged, and then failed ({trouble.__name__}). Asked again with the same key it charged again: "
        "an operation that raises may have been done, so remember its error, whatever it raises."
    )
    assert [*map(kind, later)] == [trouble.__name__] * 3, (
        f"Whoever asks again gets the first outcome, {trouble.__name__}, each time; they got {[*map(kind, later)]}."
    )


@pytest.mark.rule(4)
def test_it_may_be_refused_again_and_again(lab):
    async def main():
        bank, found = Bank(trouble=Refused), []
        once = lab.Once(bank)
        for bank.trouble in (Refused, Refused, None, Refused, Unavailable):
            found.append(kind(await settled(once(order()))))
        return found, bank.begun

    found, begun = run(main)
    assert (found, begun) == (["Refused", "Refused", "Reply", "Reply", "Reply"], 3), (
        "An operation was refused twice, and then done: it begins three times, and whoever asks afterwards gets its "
        f"reply. The callers got {found}, and it began {begun} times."
    )


@pytest.mark.rule(4)
def test_a_refusal_is_forgotten_and_nothing_else(lab):
    async def main():
        bank = Bank(seconds=0.1)
        once = lab.Once(bank)
        await once(order(key="paid"))
        bank.trouble = Unavailable
        await settled(once(order(key="lost")))
        bank.trouble = Refused
        await settled(once(order(key="refused")))
        bank.trouble = None
        await settled(once(order(key="paid")))
        await settled(once(order(key="lost")))
        return bank.begun

    assert run(main) == 3, (
        "One order was paid, one failed, and a third was refused: the refusal is not remembered, but the two others "
        "are, and one of them was done again."
    )
