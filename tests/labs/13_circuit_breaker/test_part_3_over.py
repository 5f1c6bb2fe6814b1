"""Lab 13, part 3: calls to which no ramp applies, a ramp that is over, and another one."""

import pytest

from systemdesign import run
from systemdesign.grading.outcomes import settled
from systemdesign.kernel import at

from .rising import call, calls, closing, judged, opened
from .scene import RAMP

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
        beside, found = lab.beside(RAMP), []
        ramps = [lab.Ramp(beside.flips(), beside.numbers(0.5)) for _ in range(2)]
        for time, which in [
            (0.0, 0),
            (0.0, 1),
            (1.0, 0),
            (7.0, 1),
            (8.0, 0),
            (8.0, 1),
            (11.5, 0),
            (11.5, 1),
            (13.0, 1),
        ]:
            await at(time)
            found.append((await settled(ramps[which]("a request")))[0])
        return found

    found = run(main)
    due = ["Lost", "Lost", "fine", "fine", "fine", "Refused", "fine", "Refused", "fine"]
    assert found == due, (
        f"Two breakers closed at 1 and 7 s, each with a ramp of 10 s, the numbers are 0.5, and calls came to {found}, "
        f"not {due}: each ramp begins when its own breaker closes."
    )
