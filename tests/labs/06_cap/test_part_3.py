"""Lab 06, part 3: a register before replicas that do as told, rule by rule."""

import asyncio
from math import inf

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import settled, started

from .scene import NOTHING, of, replicas, tags

SIZES = [1, 2, 3, 4, 5]
BOTH = pytest.mark.parametrize("verb", ["read", "write"])


def asks(register, verb, value="new"):
    return register.read("x") if verb == "read" else register.write("x", value)


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", SIZES)
@BOTH
def test_each_question_goes_to_all_replicas_at_once(lab, count, verb):
    async def main():
        several, log = replicas(count, lambda call: 0.013)
        task = await started(asks(lab.Register(several, "A"), verb))
        first = sorted(call.replica for call in log)
        await task
        return first, sorted(call.replica for call in of(log, "write"))

    first, stored = run(main)
    everybody = [str(number) for number in range(1, count + 1)]
    assert first == everybody, (
        f"Of {count} replicas a {verb} asked {first} at once: each question goes to all replicas."
    )
    if verb == "write":
        assert stored == everybody, (
            f"Of {count} replicas a write was sent to {stored}: each question goes to all replicas."
        )


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", SIZES)
@BOTH
def test_a_majority_is_enough(lab, count, verb):
    need = count // 2 + 1

    async def main():
        several, _ = replicas(count, lambda call: 0.01 if int(call.replica) > count - need else inf)
        return await settled(asks(lab.Register(several, "A"), verb), 5)

    assert run(main)[0] is None, (
        f"{need} of {count} replicas answer, and the others never do: the {verb} had no end after 5 s. Answers are "
        "awaited from a majority, which is more than half of them, and from no more."
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("newest", [(2, "Z"), (43, "0"), (10**4, "Z")], ids=str)
def test_a_write_takes_a_larger_number_than_the_newest(lab, newest):
    async def main():
        several, log = replicas(3)
        a = lab.Register(several, "A")
        for key in "yx":
            await a.write(key, "mine")
            await a.read(key)
        await asyncio.sleep(1)
        for replica in several:
            replica.kept["x"] = newest, "theirs"
        del log[:]
        await asyncio.gather(a.write("x", "new"), a.write("x", "too"))
        await asyncio.sleep(1)
        return [call.verb for call in log[:3]], [call.key for call in of(log, "read")], tags(log)

    verbs, asked, taken = run(main)
    assert verbs == ["read"] * 3 and asked == ["x"] * 6, (
        f"Two writes of 'x' at the same time began with {verbs}, and asked replicas for {asked}: each first asks for "
        "the newest tag of its key, and asks all three."
    )
    assert min(taken)[0] > newest[0], (
        f"The newest tag was {newest}, and the next two writes took {taken}: a write first asks for the newest tag, "
        "and takes a larger number."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("count", [1, 3])
def test_a_write_returns_when_a_majority_has_stored_it(lab, count):
    async def main():
        several, _ = replicas(count, lambda call: 0.01 if call.verb == "read" else 0.1 * int(call.replica) ** 2)
        several[0].kept["x"] = (3, "Z"), "new"  # a value that is there already, at one replica, is written all the same
        start = now()
        _, end = await settled(lab.Register(several, "A").write("x", "new"))
        return end - start, [replica.kept.get("x", NOTHING) for replica in several]

    took, kept = run(main)
    need = count // 2 + 1
    assert sum(tag > (3, "Z") for tag, _ in kept) >= need, (
        f"A write returned after {took:.3f} s, when the {count} replicas kept {kept}: it returns when a majority has "
        "stored value and tag."
    )
    assert took == pytest.approx(0.01 + 0.1 * need**2, abs=1e-3), (
        f"{need} of {count} replicas had stored a write after {0.01 + 0.1 * need**2:.3f} s, and it returned after "
        f"{took:.3f} s: it returns when a majority has."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("stage", ["read", "write"])
def test_less_than_a_majority_is_not_enough(lab, count, stage):
    few = count // 2

    async def main():
        several, _ = replicas(count, lambda call: inf if call.verb == stage and int(call.replica) > few else 0.01)
        return await settled(lab.Register(several, "A").write("x", "new"), 5)

    found = run(main)
    assert found[0] == "never", (
        f"{few} of {count} replicas answered a {stage}, and a write ended with {found[0]!r} at {found[1]:.3f} s. A "
        "majority is more than half of them."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("stage", ["read", "write"])
def test_without_a_majority_it_is_unavailable(lab, count, stage):
    need = count // 2 + 1

    def plan(call):
        fails = call.verb == stage and int(call.replica) >= need
        return (0.02, "Lost") if fails else 0.01 if int(call.replica) < need else 0.03

    async def main():
        several, _ = replicas(count, plan)
        return (await settled(lab.Register(several, "A").write("x", "new"), 5))[0]

    found = run(main)
    assert found == "Unavailable", (
        f"{count - need + 1} of {count} replicas failed a {stage}, so no majority can be had any more, and a write "
        f"ended with {found!r}: `Unavailable` is raised."
    )


@pytest.mark.rule(2)
def test_the_newest_tag_is_the_largest_of_all_that_a_majority_told(lab):
    async def main():
        several, log = replicas(5)
        for replica, number in zip(several, (2, 9, 4, 7, 9)):
            replica.kept["x"] = ((number, "B"), number)
        await lab.Register(several, "A").write("x", "new")
        return tags(log)[0]

    tag = run(main)
    assert tag[0] > 7, f"Five replicas told the numbers 2, 9, 4, 7, 9, and a write took {tag}: ask for the newest tag."
