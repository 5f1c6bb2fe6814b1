"""Lab 06, part 3: what a read returns, and what it has done before it does."""

import asyncio
from math import inf

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import settled

from .scene import NOTHING, replicas

NEWEST = [
    {"1": (1, "A"), "2": (2, "A"), "3": (3, "A")},
    {"1": (3, "A"), "2": (2, "A"), "3": (1, "A")},
    {"1": (2, "B"), "2": (2, "B3"), "3": (2, "B2")},
    {"1": (2, "B"), "2": (1, "Z"), "3": (0, "")},
    {"1": (9, "A"), "2": (10, "A"), "3": (9, "B")},
]


def filled(held, plan=lambda call: 0.01):
    """Replicas that hold these tags; a value is its tag as text, and larger for older ones."""
    several, log = replicas(len(held), plan)
    for replica in several:
        tag = held[replica.name]
        if tag > NOTHING[0]:
            replica.kept["x"] = tag, f"{99 - tag[0]} of {tag}"
    return several, log


def value(tag):
    return f"{99 - tag[0]} of {tag}" if tag > NOTHING[0] else None


@pytest.mark.rule(5)
@pytest.mark.parametrize("held", NEWEST, ids=str)
@pytest.mark.parametrize("silent", ["1", "2", "3"])
def test_a_read_takes_the_newest_of_what_a_majority_tells(lab, held, silent):
    async def main():
        several, _ = filled(held, lambda call: 0.01 * int(call.replica) if call.replica != silent else inf)
        return (await settled(lab.Register(several, "B").read("x")))[0]

    found, newest = run(main), max(tag for name, tag in held.items() if name != silent)
    assert found == value(newest), (
        f"The replicas hold the tags {held}, and {silent} is silent: `read` returned {found!r}, and the value with the "
        f"newest tag that a majority tells is {value(newest)!r}."
    )


@pytest.mark.rule(6)
def test_a_read_stores_the_value_under_the_tag_that_it_has(lab):
    async def main():
        several, log = filled({"1": (3, "A"), "2": (0, ""), "3": (1, "C")})
        await lab.Register(several, "B").read("x")
        return {(call.tag, call.value) for call in log if call.verb == "write"}

    found = run(main)
    assert found <= {((3, "A"), value((3, "A")))}, (
        f"A read saw {value((3, 'A'))!r} under (3, 'A') and stored {sorted(found)}: it has a majority store that value "
        "under the tag that it has."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("older", [NOTHING, ((1, "A"), "same"), ((3, "A"), "older")], ids=str)
@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_read_returns_only_when_a_majority_has_stored_what_it_returns(lab, count, older):
    need, newest = count // 2 + 1, ((3, "B"), "same")

    async def main():
        several, _ = replicas(count, lambda call: (0.01 if call.verb == "read" else 0.1) * int(call.replica))
        for replica in several:
            replica.kept["x"] = newest if int(replica.name) < need else older
        found, end = await settled(lab.Register(several, "C").read("x"))
        return found, end, sum(replica.kept["x"] == newest for replica in several)

    found, end, holders = run(main)
    assert found == "same", f"{need - 1} of {count} replicas told {newest}, the others {older}; a read: {found!r}."
    assert holders >= need, (
        f"A read saw 'same' under (3, 'B') at {need - 1} of {count} replicas, and {older} at the others, and returned "
        f"at {end:.3f} s, when {holders} had (3, 'B') stored: it has a majority store that value under the tag that it "
        "has, and only then returns it. The next reader may ask the others."
    )


@pytest.mark.rule(5, 6)
@pytest.mark.parametrize("newest", [None, 0, ""], ids=repr)
def test_a_value_is_read_and_stored_whatever_it_is(lab, newest):
    async def main():
        several, _ = replicas(3, lambda call: 0.01 * int(call.replica))
        several[0].kept["x"], several[1].kept["x"] = ((3, "A"), newest), ((2, "B"), "older")
        found = (await settled(lab.Register(several, "C").read("x")))[0]
        return found, sum(replica.kept.get("x") == ((3, "A"), newest) for replica in several)

    found, holders = run(main)
    assert found == newest and holders >= 2, (
        f"One replica had {newest!r} under (3, 'A'), another 'older' under (2, 'B'), and `read` returned {found!r}, "
        f"when {holders} had the first. It takes the value with the newest tag, and has a majority store that under "
        "the tag that it has, whatever value it is."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("trouble", ["Lost", "Unavailable"])
def test_a_read_that_cannot_store_what_it_saw_fails(lab, trouble):
    async def main():
        plan = lambda call: 0.01 if call.verb == "read" else (0.02, trouble)  # noqa: E731
        several, _ = filled({"1": (3, "A"), "2": (0, ""), "3": (1, "C")}, plan)
        return (await settled(lab.Register(several, "B").read("x"), 5))[0]

    found = run(main)
    assert found == "Unavailable", (
        f"A read saw a value that one replica had, no majority could store it, and it ended with {found!r}: if it "
        "cannot be stored, the read fails."
    )


@pytest.mark.rule(6)
def test_a_read_has_stored_what_it_returns_whatever_its_register_did_before(lab):
    trouble = [True]

    def plan(call):
        fails = trouble and call.verb == "write" and call.replica != "1"
        return (0.01, "Lost") if fails else 0.01 * int(call.replica)

    async def main():
        several, _ = replicas(3, plan)
        for key, tag in (("x", (3, "Z")), ("y", (3, "Z")), ("z", (2, "Z"))):
            several[0].kept[key] = tag, key
        register = lab.Register(several, "B")
        before = (await settled(register.read("x")))[0], (await settled(register.write("own", "own")))[0]
        trouble.clear()
        found = {}
        for key in ("x", "y", "z", "own"):
            read = (await settled(register.read(key)))[0]
            found[key] = read, sum(replica.kept.get(key, NOTHING)[1] == key for replica in several)
        return before, found

    before, found = run(main)
    assert before == ("Unavailable", "Unavailable"), f"A read and a write that could not be stored ended with {before}."
    for key, (read, holders) in found.items():
        assert read == key and holders >= 2, (
            f"One register could store neither what it read of 'x' nor a write of its own; then all was well, and its "
            f"read of {key!r} returned {read!r}, when {holders} of 3 replicas had it stored. A read has a majority "
            "store what it returns, a value of its own too, and of each key: a write that failed has stored nothing."
        )


@pytest.mark.rule(6)
def test_a_read_that_waits_for_its_store_does_not_return(lab):
    async def main():
        plan = lambda call: 0.01 if call.verb == "read" or call.replica == "1" else inf  # noqa: E731
        several, _ = filled({"1": (3, "A"), "2": (0, ""), "3": (0, "")}, plan)
        return (await settled(lab.Register(several, "B").read("x"), 5))[0]

    found = run(main)
    assert found == "never", (
        f"A read saw a value that one replica of three has, the others do not answer what it stores, and it returned "
        f"{found!r}: it has a majority store that value, and only then returns it."
    )


@pytest.mark.rule(5)
def test_reads_at_the_same_time_do_not_mix(lab):
    async def main():
        several, _ = replicas(3, lambda call: 0.01 * int(call.replica))
        a, b = (lab.Register(several, name) for name in "AB")
        await asyncio.gather(*(a.write(key, f"value of {key}") for key in "xyz"))
        found = await asyncio.gather(*(register.read(key) for register in (a, b) for key in "xyz"))
        return found, now()

    found, _ = run(main)
    assert found == [f"value of {key}" for key in "xyz"] * 2, (
        f"A wrote 'value of x' and of y and z at the same time, and reads of A and B at the same time gave {found}: "
        "each read takes the value of its own key."
    )
