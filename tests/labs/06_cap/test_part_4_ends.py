"""Lab 06, part 4: when an operation is over, and what is left of it."""

import asyncio
from math import inf

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import heard, settled
from systemdesign.sim.request import ServiceError

from .stubborn import BOTH, STAGES, asks, failing, filled


@pytest.mark.rule(4)
@BOTH
@STAGES
@pytest.mark.parametrize(
    ("within", "plan"),
    [(None, (0.3, "Unavailable")), (0.73, (0.013, "Lost")), (2.31, inf), (0.17, inf)],
    ids=["slow to fail", "failing", "silent", "in haste"],
)
def test_it_is_over_in_time_whatever_it_waits_for(lab, verb, stage, within, plan):
    async def main():
        several, _ = filled(lambda call: plan if call.verb == stage else 0.2 / 3)
        options = {} if within is None else {"within": within}
        register = lab.PatientRegister(several, "B", **options)
        await asyncio.sleep(1.37)
        how, end = await settled(asks(register, verb))
        return how, end - 1.37

    how, took = heard(main)
    due = within or 5.0
    assert how == "TimedOut", (
        f"No replica answers a {stage} ({plan}), and a {verb} ended with {how!r} after {took:.3f} s: one that is not "
        f"over {due} s after it was called raises `TimedOut`."
    )
    assert took == pytest.approx(due, abs=1e-3), (
        f"A {verb} whose {stage} has no answers raised `TimedOut` after {took:.3f} s: within={due} is counted from the "
        "call, and it is raised at that moment, whatever it was waiting for."
    )


@pytest.mark.rule(4)
@BOTH
def test_two_at_once_and_one_after_another_have_each_their_own_time(lab, verb):
    async def main():
        trouble = [True]
        several, _ = filled(lambda call: (0.1, "Lost") if trouble else 0.01)
        register = lab.PatientRegister(several, "B", within=1.3)
        first = asyncio.ensure_future(settled(asks(register, verb)))
        await asyncio.sleep(0.9)
        second = asyncio.ensure_future(settled(asks(register, verb)))
        await asyncio.sleep(0.7)
        trouble.clear()
        return (await first)[0], (await second)[0], (await settled(register.read("x")))[0]

    found = heard(main)
    due = ("TimedOut", None if verb == "write" else "theirs", "theirs" if verb == "read" else "new")
    assert found == due, (
        f"With within=1.3 a {verb} was called at 0 s and another at 0.9 s, and the replicas came back at 1.6 s: with "
        f"a read after these they ended with {found}, and {due} is right. Each operation has its own seconds."
    )


@pytest.mark.rule(4)
@BOTH
def test_one_that_is_called_behind_another_is_over_in_its_own_time(lab, verb):
    async def main():
        several, _ = filled(lambda call: inf)
        register, calls = lab.PatientRegister(several, "B", within=1.3), []
        for _ in range(3):
            calls.append((now(), asyncio.ensure_future(settled(asks(register, verb)))))
            await asyncio.sleep(0.37)
        return [(how, end - began) for began, task in calls for how, end in [await task]]

    for number, (how, took) in enumerate(heard(main)):
        assert how == "TimedOut" and took == pytest.approx(1.3, abs=1e-3), (
            f"No replica answers, within=1.3, and a {verb} that was called while {number} others of the same register "
            f"waited ended with {how!r} after {took:.3f} s: one that is not over so many seconds after it was called "
            "raises `TimedOut` at that moment, whatever it was waiting for, another operation too."
        )


@pytest.mark.rule(2)
@BOTH
def test_it_goes_on_asking_however_often_it_has_asked_before(lab, verb):
    async def main():
        several, _ = filled(lambda call: (0.01, "Lost") if now() % 100 < 60 else 0.01)
        register, found = lab.PatientRegister(several, "B", within=100.0), []
        for _ in range(2):
            found.append((await settled(asks(register, verb), 100))[0])
            await asyncio.sleep(100 - now() % 100)
        return found

    found = heard(main)
    assert found == ([None] * 2 if verb == "write" else ["theirs"] * 2), (
        f"Twice the replicas failed for 60 s, with within=100, and the {verb}s ended with {found}: a replica whose "
        "call failed is asked the same again after a pause, and so on until a majority has answered."
    )


@pytest.mark.rule(5)
@BOTH
@pytest.mark.parametrize("stage", ["read", "write"])
@pytest.mark.parametrize("end", ["answered", "given up"])
def test_what_is_over_is_not_asked_again(lab, verb, stage, end):
    bad = "3" if end == "answered" else "23"

    async def main():
        plan = lambda call: (0.02, "Lost") if call.verb == stage and call.replica in bad else 0.05  # noqa: E731
        several, log = filled(plan)
        await settled(asks(lab.PatientRegister(several, "B", 1.1), verb))
        over = max([call.ended for call in log if call.verb == stage and call.ended and not call.error][1:2] or [now()])
        await asyncio.sleep(10)
        return over, [call.asked for call in log if call.verb == stage and call.asked > over + 1e-3]

    over, late = heard(main)
    assert not late, (
        f"A {verb}'s question was {end} at {over:.3f} s, and a replica that had failed was asked again {len(late)} "
        f"times, first at {(late or [0])[0]:.3f} s: a question that has its majority, or was given up, is not asked "
        "again."
    )


@pytest.mark.rule(5)
@BOTH
def test_nothing_is_left_to_complain_of(lab, verb):
    async def main():
        several, _ = filled(failing({"3": 1}, "write", seconds=0.3, then=0.02))
        how = await settled(asks(lab.PatientRegister(several, "B", 1.1), verb))
        several[1].plan = several[2].plan = lambda call: (0.3, "Lost")
        again = await settled(asks(lab.PatientRegister(several, "C", 1.1), verb))
        await asyncio.sleep(5)
        return how[0], again[0]

    try:
        found = run(main)
    except (ServiceError, ExceptionGroup) as error:
        pytest.fail(
            f"A {verb} was over or given up, and later a call of its question failed, and nobody looked at that: "
            f"{error!r}. Calls under way may end as they like, and trouble nobody."
        )
    assert found == (None if verb == "write" else "theirs", "TimedOut"), f"Two operations ended with {found}."
