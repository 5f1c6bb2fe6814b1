"""Lab 08, part 2: writes that no majority has heard."""

import asyncio

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import heard, settled
from systemdesign.kernel import at

from .scene import desks


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", ["Lost", "TimedOut", "Unavailable", "deaf"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_without_a_majority_a_write_is_unavailable(lab, count, error):
    need = count // 2 + 1

    async def main():
        several, _ = desks(count, lambda call: 0.01 if int(call.name) < need else (0.2, error))
        return await settled(lab.Primary(several, 1, []).write("x", "new"), 20)

    found, _ = heard(main)
    assert found == "Unavailable", (
        f"{need - 1} of {count} nodes have it, of the others there is {error}, and the write came to {found!r}: where "
        "no majority can be had, it raises Unavailable. What is not known is an error, and never an answer."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", ["Lost", "deaf", "Unavailable"])
@pytest.mark.parametrize(("value", "after"), [("failed", "next"), (None, "next"), (0, "next"), ("same", "same")])
def test_the_entry_of_a_write_that_failed_stays_in_the_log(lab, value, after, error):
    async def main():
        several, _ = desks(3, lambda call: (0.05, error) if now() < 1 and call.name != "1" else 0.01)
        primary = lab.Primary(several, 4, [(2, "y", "before")])
        first = await settled(primary.write("x", value))
        await at(2.3)
        second = await settled(primary.write("x", after))
        await asyncio.sleep(1)
        return first[0], second[0], [desk.node.log for desk in several]

    first, second, logs = heard(main)
    log = [(2, "y", "before"), (4, "x", value), (4, "x", after)]
    assert (first, second) == ("Unavailable", (4, 3)) and logs == [log] * 3, (
        f"A write of {value!r} came to {first!r}, a node has its entry, and the next write, of {after!r}, came to "
        f"{second!r}; the nodes have {logs}. The entry of a write that failed stays in the log, and the next one "
        "stands behind it."
    )
