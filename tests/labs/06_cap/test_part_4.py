"""Lab 06, part 4: a register that asks again, before replicas that fail as told."""

import asyncio
from itertools import pairwise
from math import inf

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import heard, settled

from .scene import replicas
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

    found = heard(main)
    assert found[0] is None and found[1] is not None, (
        f"Of {count} replicas {need} answered, then {need - 1}, and a {verb} ended with {found}: all that part 3 says "
        "holds, so it returns when a majority answers."
    )


@pytest.mark.rule(1, 3)
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

    sent, following = heard(main)
    assert sent, f"A {verb} had nothing stored: all that part 3 says holds, and a read has a majority store its value."
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
@pytest.mark.parametrize("value", ["new", None])
def test_one_replica_counts_once(lab, verb, stage, value):
    async def main():
        plan = lambda call: 0.01 if call.verb != stage or call.replica == "1" else (0.01, "Lost")  # noqa: E731
        several, log = filled(plan, value=value)
        how = await settled(asks(lab.PatientRegister(several, "B", 2.7), verb, value))
        return how[0], sum(call.replica == "1" and call.verb == stage for call in log)

    how, count = heard(main)
    assert how not in (None, "new") and count == 1, (
        f"One of three answers a {stage}, the others fail: a {verb} of {value!r} ended with {how!r}, and asked it "
        f"{count} times. It is not asked the same again, and counts once; one that failed has not answered."
    )


@pytest.mark.rule(2)
@BOTH
@STAGES
@pytest.mark.parametrize("trouble", ["Lost", "TimedOut", "Unavailable"])
def test_who_failed_is_asked_again_after_a_pause(lab, verb, stage, trouble):
    async def main():
        several, log = filled(failing({"2": 4, "3": 4}, stage, trouble=trouble))
        found = await settled(asks(lab.PatientRegister(several, "B"), verb))
        return found[0], [[call for call in log if (call.replica, call.verb) == (name, stage)] for name in "123"]

    how, logs = heard(main)
    assert how == (None if verb == "write" else "theirs"), (
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

    took = heard(main)
    assert took < 0.2, (
        f"A replica failed once and answers again, another one never says a word: a {verb} took {took:.2f} s. A "
        "replica whose call failed is asked again after a pause of 0.1 s, whatever the others do."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("older", [((0, ""), None), ((1, "A"), "theirs"), ((3, "A"), "older")], ids=str)
@pytest.mark.parametrize("count", [3, 5])
def test_a_read_still_has_stored_what_it_returns(lab, count, older):
    need, newest = count // 2 + 1, ((3, "Z"), "theirs")

    async def main():
        several, _ = replicas(count, lambda call: (0.01 if call.verb == "read" else 0.05) * int(call.replica))
        for replica in several:
            replica.kept["x"] = newest if int(replica.name) < need else older
        found = await lab.PatientRegister(several, "B").read("x")
        return found, sum(replica.kept["x"] == newest for replica in several)

    found, holders = heard(main)
    assert found == "theirs" and holders >= need, (
        f"{need - 1} of {count} replicas had {newest}, the others {older}, and a read returned {found!r}, when "
        f"{holders} had the newest stored: all that part 3 says holds, and a read has a majority store what it returns."
    )


@pytest.mark.rule(1)
def test_what_was_given_up_is_neither_stored_nor_forgotten(lab):
    trouble = [True]

    def plan(call):
        fails = trouble and call.verb == "write" and call.replica != "1"
        return (0.01, "Lost") if fails else 0.01 * int(call.replica)

    async def main():
        several, log = replicas(3, plan)
        register = lab.PatientRegister(several, "A", 0.7)
        await settled(register.write("x", "first"))
        several[0].plan = lambda call: inf  # who has the first write says no word
        trouble.clear()
        await asyncio.gather(*(settled(register.write("x", value)) for value in ("second", "third")))
        sent = {(call.tag, call.value) for call in log if call.verb == "write"}
        trouble.append(True)
        several[0].plan = plan
        await settled(register.write("y", "own"))
        trouble.clear()
        read = (await settled(register.read("y")))[0]
        return sent, read, sum(replica.kept.get("y", (None, None))[1] == "own" for replica in several)

    sent, read, holders = heard(main)
    assert len({tag for tag, _ in sent}) == 3, (
        f"A write was given up, and two came after it at the same time; sent was {sorted(sent)}: all that part 3 says "
        "holds, and no register takes one tag twice, not after a write that failed either."
    )
    assert read == "own" and holders >= 2, (
        f"A write of 'own' had reached one replica when it was given up; the same register's read returned {read!r}, "
        f"when {holders} of 3 had it stored: all that part 3 says holds, and a read has a majority store what it "
        "returns."
    )


@pytest.mark.rule(3)
def test_what_is_sent_again_is_not_anothers(lab):
    trouble = [True]

    async def main():
        several, log = replicas(3, lambda call: (0.01, "Lost") if trouble and call.verb == "write" else 0.01)
        for key in "yz":
            several[0].kept[key] = several[1].kept[key] = (3, "Z"), f"theirs of {key}"
        several[2].plan = lambda call: (0.01, "Lost") if trouble and call.verb == "write" else 0.02
        register = lab.PatientRegister(several, "A")
        calls = [register.write("w", "a"), register.write("x", "b"), register.read("y"), register.read("z")]
        tasks = [asyncio.ensure_future(settled(call)) for call in calls]
        await asyncio.sleep(0.5)
        trouble.clear()
        await asyncio.wait(tasks, timeout=10)
        sent = {(call.key, call.tag, call.value) for call in log if call.verb == "write"}
        return sent, [task.result()[0] if task.done() else "never" for task in tasks]

    sent, found = heard(main)
    assert found == [None, None, "theirs of y", "theirs of z"], (
        f"Two writes, and reads of two keys, at once ended with {found}."
    )
    assert {key for key, _, _ in sent} >= {"w", "x"} and len({key for key, _, _ in sent}) == len(sent), (
        f"One register wrote 'w' and 'x' and read 'y' and 'z' at the same time, all was sent again, and what was sent "
        f"is {sorted(sent)}: what is sent again is the same, whatever else the register is doing."
    )
