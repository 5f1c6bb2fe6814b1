"""The breaker of chapter 13: its table of transitions, played against itself and against a plain account of it."""

import asyncio
from itertools import product

import pytest

from systemdesign import now, run
from systemdesign.circuit_breaker.breaker import CLOSED, HALF_OPEN, OPEN, TRANSITIONS, Breaker
from systemdesign.sim import Lost, Refused


class Told:
    """A service that is told, call by call, what to do and when: a future for each."""

    def __init__(self):
        self.calls = []

    async def __call__(self, request):
        self.calls.append(asyncio.get_running_loop().create_future())
        return await self.calls[-1]

    async def end(self, number, well):
        if well:
            self.calls[number].set_result("done")
        else:
            self.calls[number].set_exception(Lost("dropped"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def ask(breaker):
    """A call that is under way."""
    call = asyncio.create_task(breaker("request"))
    await asyncio.sleep(0)
    return call


async def outcome(call):
    try:
        return await call
    except Exception as error:
        return type(error)


async def opened(in_a_row=5, open_for=60.0):
    """A breaker that has just opened, and its service."""
    service = Told()
    breaker = Breaker(service, in_a_row, open_for)
    for number in range(in_a_row):
        call = await ask(breaker)
        await service.end(number, False)
        assert await outcome(call) is Lost
    service.calls.clear()
    return breaker, service


async def half_open(in_a_row=5, open_for=60.0):
    """A breaker whose trial is out, the service, and the trial."""
    breaker, service = await opened(in_a_row, open_for)
    await asyncio.sleep(open_for)
    return breaker, service, await ask(breaker)


@pytest.mark.parametrize("in_a_row", [1, 2, 5])
def test_a_breaker_opens_after_so_many_failures_in_a_row(in_a_row):
    async def main():
        breaker, service = await opened(in_a_row)
        return breaker.state, await outcome(await ask(breaker)), len(service.calls)

    assert run(main) == (OPEN, Refused, 0)


def test_a_success_between_them_begins_the_count_anew():
    async def main():
        breaker = Breaker(service := Told(), in_a_row=3)
        states = []
        for number, well in enumerate([False, False, True, False, False, False]):
            call = await ask(breaker)
            await service.end(number, well)
            await outcome(call)
            states.append(breaker.state)
        return states

    assert run(main) == [CLOSED] * 5 + [OPEN]


@pytest.mark.parametrize("open_for", [0.5, 60.0])
def test_it_refuses_until_its_time_is_up_and_not_longer(open_for):
    async def main():
        breaker, service = await opened(open_for=open_for)
        await asyncio.sleep(open_for - 0.001)
        early = await outcome(await ask(breaker))
        await asyncio.sleep(0.001)
        await ask(breaker)
        return early, breaker.state, len(service.calls)

    assert run(main) == (Refused, HALF_OPEN, 1)


def test_one_call_is_the_trial_and_all_others_are_refused_meanwhile():
    async def main():
        breaker, service, trial = await half_open()
        others = [await outcome(await ask(breaker)) for _ in range(19)]
        await service.end(0, True)
        return set(others), len(service.calls), await trial, breaker.state

    assert run(main) == ({Refused}, 1, "done", CLOSED)


def test_a_failed_trial_opens_it_for_a_whole_time_from_its_end():
    async def main():
        breaker, service, trial = await half_open(open_for=10.0)
        await asyncio.sleep(3.0)
        await service.end(0, False)
        await outcome(trial)
        states, calls = [breaker.state], []
        for pause in (9.5, 0.5):
            await asyncio.sleep(pause)
            calls.append(await ask(breaker))
            states.append(breaker.state)
        return states, await outcome(calls[0])

    assert run(main) == ([OPEN, OPEN, HALF_OPEN], Refused)


def test_a_trial_whose_caller_leaves_frees_its_place_at_once():
    async def main():
        breaker, service, trial = await half_open()
        trial.cancel()
        await asyncio.wait([trial])
        second = await ask(breaker)
        await service.end(1, True)
        return await second, breaker.state, now()

    assert run(main) == ("done", CLOSED, 60.0)


def test_callers_who_leave_a_closed_breaker_count_for_nothing():
    async def main():
        breaker = Breaker(service := Told(), in_a_row=2)
        for end in ("fails", "leaves", "leaves", "fails"):
            call = await ask(breaker)
            if end == "leaves":
                call.cancel()
            else:
                await service.end(-1, False)
            await asyncio.gather(call, return_exceptions=True)
        return breaker.state

    assert run(main) == OPEN


@pytest.mark.parametrize("well", [True, False])
@pytest.mark.parametrize("when", ["open", "half-open", "closed again"])
def test_what_comes_of_a_call_of_an_earlier_era_counts_for_nothing(well, when):
    async def main():
        breaker = Breaker(service := Told(), in_a_row=1, open_for=60.0)
        old, young = await ask(breaker), await ask(breaker)
        await service.end(1, False)
        await outcome(young)
        if when != "open":
            await asyncio.sleep(60.0)
            trial = await ask(breaker)
            if when == "closed again":
                await service.end(2, True)
                await trial
        before = breaker.state, breaker.era, breaker.due, breaker.failures
        await service.end(0, well)
        await outcome(old)
        return before, (breaker.state, breaker.era, breaker.due, breaker.failures)

    before, after = run(main)
    assert before == after and before[0] == when.removesuffix(" again")


def test_its_table_leads_to_each_state_and_has_no_dead_end():
    assert {state for state, _ in TRANSITIONS} == set(TRANSITIONS.values()) == {CLOSED, OPEN, HALF_OPEN}


async def refusals(ends, open_for=1.5):
    """Which of these calls, a second apart, a breaker refuses that opens after two failures in a row."""
    breaker, refused = Breaker(service := Told(), in_a_row=2, open_for=open_for), []
    for end in ends:
        call = await ask(breaker)
        if not call.done():
            if end == "caller leaves":
                call.cancel()
            else:
                await service.end(-1, end == "success")
        [found] = await asyncio.gather(call, return_exceptions=True)
        refused.append(isinstance(found, Refused))
        await asyncio.sleep(1.0)
    return refused


def account(ends, open_for=1.5):
    """The same, told as plainly as it can be."""
    row, until = 0, None
    for second, end in enumerate(ends):
        refused, trial = until is not None and second < until, until is not None
        yield refused
        if refused or end == "caller leaves":
            continue
        row = row + 1 if end == "failure" else 0
        if end == "success":
            until = None
        elif trial or row == 2:
            row, until = 0, second + open_for


def test_calls_one_by_one_are_refused_as_a_plain_account_of_the_rules_says():
    for ends in product(["success", "failure", "caller leaves"], repeat=6):
        assert run(refusals(ends)) == [*account(ends)], ends
