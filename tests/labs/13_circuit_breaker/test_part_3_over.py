"""Lab 13, part 3: calls to which no ramp applies, a ramp that is over, and another one."""

import pytest

from systemdesign import run
from systemdesign.grading.outcomes import at, settled

from .rising import call, calls, closing, judged, opened
from .scene import RAMP


@pytest.mark.rule(4)
@pytest.mark.parametrize("state", ["before it ever opened", "open", "half-open", "when the ramp is over"])
def test_all_other_calls_are_passed_on(lab, state):
    script = {
        "before it ever opened": calls(0.25, 9, 0.5),
        "open": [opened(), *calls(0.5, 9, 0.5)],
        "half-open": [opened(), call(5.5, 800, 30.0, comes="half-open"), *calls(6.0, 9, 0.5)],
        "when the ramp is over": [opened(), closing(), *calls(16.75, 9, 0.5)],
    }[state]
    judged(
        lab,
        f"Nine callers came, {state}, and the numbers drawn would be 0.999",
        script,
        "All other calls are passed on: before the breaker has been anything but closed, while it is open or "
        "half-open, and when the `ramp` seconds are over.",
        [0.999] * 20,
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("ramp", [None, 4.0, 32.0])
def test_the_ramp_is_over_after_its_seconds(lab, ramp):
    options, seconds = {} if ramp is None else {"ramp": ramp}, ramp or 10.0
    script = [opened(), closing(), call(6.5 + seconds - 0.125, 1), call(6.5 + seconds + 0.125, 2), call(99.0, 3)]
    judged(
        lab,
        f"The breaker closed at 6.5 s, `ramp` is {seconds} s, and the numbers are 0.9999",
        script,
        "When the `ramp` seconds are over all calls are passed on.",
        [0.9999] * 9,
        **options,
    )


AGAIN = [opened(), closing(), call(8.0, 1, how="Lost", ends="open"), call(9.0, 2, how="Refused"), call(11.0, 3)]


@pytest.mark.rule(5)
def test_when_it_opens_in_a_ramp_the_ramp_is_over(lab):
    judged(
        lab,
        "The breaker closed at 6.5 s, opened again at 8.125 s, and calls came while it was open",
        AGAIN,
        "When the breaker opens during a ramp, that ramp is over.",
        [0.0] + [0.999] * 9,
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("later", [13.0, 40.0])
def test_another_ramp_begins_at_0(lab, later):
    script = [*AGAIN, closing(later, 902), *calls(later + 0.75, 5, 2.0, 100)]
    judged(
        lab,
        f"The breaker closed at 6.5 s, opened at 8.125 s, and closed again at {later + 0.5} s",
        script,
        "When it closes again another ramp begins, at 0.",
        [0.0, 0.1, 0.1, 0.5, 0.5, 0.9, 0.9],
    )


@pytest.mark.rule(2, 5)
def test_two_ramps_have_each_their_own(lab):
    async def main():
        beside, found = lab.bring(RAMP), []
        ramps = [lab.Ramp(beside.flips(), beside.numbers(0.5), ramp=seconds) for seconds in (4.0, 40.0)]
        for time in (0.0, 1.0, 4.5, 9.0, 30.0):
            await at(time)
            for ramp in ramps:
                how, _ = await settled(ramp("a request"))
                found.append(how)
        return found

    found = run(main)
    due = ["Lost", "Lost", "fine", "fine", "fine", "Refused", "fine", "Refused", "fine", "fine"]
    assert found == due, (
        f"Two breakers closed at 1 s, one with a ramp of 4, the other of 40 s; the numbers are 0.5, and "
        f"calls at 0, 1, 4.5, 9, 30 s had {found}, in turn, not {due}: each ramp begins when its own breaker closes."
    )
