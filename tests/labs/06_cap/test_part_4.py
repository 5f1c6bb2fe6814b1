"""Lab 06, part 4: a register that asks again, before replicas that fail as told."""

from itertools import pairwise
from math import inf

import pytest

from systemdesign import now, run

from .scene import replicas, settled
from .stubborn import BOTH, STAGES, asks, failing, filled


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@BOTH
def test_a_majority_is_still_enough_and_still_needed(lab, count, verb):
    need = count // 2 + 1

    async def main():
        enough, _ = replicas(count, lambda call: 0.01 if int(call.replica) <= need else (0.3, "Lost"))
        few, _ = replicas(count, lambda call: 0.01 if int(call.replica) < need else inf)
        return [(await settled(asks(lab.PatientRegister(some, "A", 3.3), verb), 4))[0] for some in (enough, few)]

    found = run(main)
    assert found[0] is None and found[1] is not None, (
        f"Of {count} replicas {need} answered, then {need - 1}, and a {verb} ended with {found}: all that part 3 says "
        "holds, so it returns when a majority answers."
    )


@pytest.mark.rule(1)
def test_a_read_still_has_stored_what_it_returns(lab):
    async def main():
        several, _ = filled(lambda call: 0.01 if call.verb == "read" else 0.1 * int(call.replica))
        found = await lab.PatientRegister(several, "B").read("x")
        return found, [replica.kept.get("x", (None, None))[1] for replica in several]

    found, kept = run(main)
    assert found == "theirs" and kept.count("theirs") >= 2, (
        f"One replica had 'theirs', a read returned {found!r}, and the replicas hold {kept}: all that part 3 says "
        "holds."
    )


@pytest.mark.rule(3)
@BOTH
@pytest.mark.parametrize("trouble", ["deaf", "Lost"])
def test_what_is_sent_again_is_the_same(lab, verb, trouble):
    async def main():
        several, log = filled(failing({"1": 8, "2": 10, "3": 9}, "write", trouble=trouble))
        register = lab.PatientRegister(several, "B")
        await settled(asks(register, verb))
        first = list(dict.fromkeys((call.tag, call.value) for call in log if call.verb == "write"))
        await settled(register.write("x", "next"))
        return first, {call.tag for call in log if call.value == "next"}

    sent, following = run(main)
    assert len(sent) == 1 and (verb == "write" or sent == [((3, "Z"), "theirs")]), (
        f"A {verb} was sent again, and what was sent is {sent}: one write has one tag, one read writes back one value "
        "under one tag. Under a new tag an old value would be the newest again."
    )
    assert len(following) == 1 and following != {sent[0][0]}, (
        f"After {sent} the next write was sent under {following}: it is sent under one tag of its own."
    )


@pytest.mark.rule(2)
@BOTH
@STAGES
def test_one_replica_counts_once(lab, verb, stage):
    async def main():
        plan = lambda call: 0.01 if call.verb != stage or call.replica == "1" else (0.01, "Lost")  # noqa: E731
        several, log = filled(plan)
        how = await settled(asks(lab.PatientRegister(several, "B", 2.7), verb))
        return how[0], sum(call.replica == "1" and call.verb == stage for call in log)

    how, count = run(main)
    assert how not in (None, "theirs") and count == 1, (
        f"One replica of three answers a {stage}, the others fail again and again: a {verb} ended with {how!r}, and "
        f"had asked that one {count} times. One that has answered is not asked the same again, and counts once."
    )


@pytest.mark.rule(2)
@BOTH
@STAGES
@pytest.mark.parametrize("trouble", ["Lost", "Unavailable"])
def test_who_failed_is_asked_again_after_a_pause(lab, verb, stage, trouble):
    async def main():
        several, log = filled(failing({"2": 4, "3": 4}, stage, trouble=trouble))
        found = await settled(asks(lab.PatientRegister(several, "B"), verb))
        return found[0], [[call for call in log if (call.replica, call.verb) == (name, stage)] for name in "123"]

    how, logs = run(main)
    due = None if verb == "write" else "theirs"
    assert how == due, (
        f"Two of three replicas failed four times, and a {verb} ended with {how!r}: ask again, and so on."
    )
    for calls in logs[1:]:
        for failed, again in pairwise(calls):
            pause = again.asked - failed.ended
            assert pause == pytest.approx(0.1, abs=2e-3), (
                f"A {stage} failed ({trouble}) at {failed.ended:.3f} s, and the replica was asked again {pause:.3f} s "
                "later: a replica whose call failed is asked the same again after a pause of 0.1 s."
            )
    assert max(map(len, logs[1:])) == 5, "A replica whose call failed is asked the same again until a majority answers."
    assert len(logs[0]) == 1, (
        f"A replica had answered a {stage} and was asked the same {len(logs[0])} times: one that has answered is not "
        "asked the same again."
    )


@pytest.mark.rule(2)
@BOTH
def test_each_replica_is_asked_again_on_its_own(lab, verb):
    async def main():
        plan = failing({"2": 1, "3": 1}, "read", seconds=0.02)
        several, _ = filled(lambda call: inf if call.replica == "3" else plan(call))
        start = now()
        await settled(asks(lab.PatientRegister(several, "B"), verb), 3)
        return now() - start

    took = run(main)
    assert took < 0.2, (
        f"A replica failed once and answers again, another one never says a word: a {verb} took {took:.2f} s. A "
        "replica whose call failed is asked again after a pause of 0.1 s, whatever the others do."
    )
