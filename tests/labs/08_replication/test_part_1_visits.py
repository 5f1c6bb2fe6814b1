"""Lab 08, part 1: several reads through one router at once, and users who read and write all day."""

import asyncio
from pathlib import Path

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import heard, settled

from .routers import made

VISITS = Path(__file__).parent / "beside_visits.py"


@pytest.mark.rule(4)
def test_two_reads_at_once_pass_over_each_on_its_own(lab):
    def plan(call):
        if call.about == ("gone",):
            return 0.007, "Unavailable"
        return (0.003, "old", (1, 1)) if now() < 0.4 else (0.003, "new", (1, 2))

    async def main():
        router, _ = made(lab, [plan] * 3, patience=0.9)
        late = asyncio.ensure_future(settled(router.read(lab.Session((1, 2)), "late"), 9))
        gone = [(await settled(router.read(lab.Session((1, 2)), "gone"), 9))[0] for _ in range(12)]
        return (await late)[0], set(gone)

    late, gone = heard(main)
    assert (late, gone) == ("new", {"the primary's"}), (
        f"For one read all replicas are behind until 0.4 s, for twelve others meanwhile they all fail: it ended with "
        f"{late!r}, they with {gone}. Those who were behind in a read are asked again in that read, whatever another "
        "one is doing."
    )


def gone_back(told):
    """The first that a user was shown and was before what that user had written or seen: (user, before, shown)."""
    newest = {}
    for user, verb, number in told:
        before = newest.get(user, 0)
        if verb == "read" and number < before:
            return user, before, number
        newest[user] = max(before, number)
    return None


@pytest.mark.rule(2)
def test_what_was_seen_never_moves_back_within_one_step(lab):
    seen = tuple(lab.bring(VISITS).at_once([(1, 3), (1, 2)]))
    assert seen == (1, 3), (
        f"Two reads in one session were answered in one step, at (1, 3) and (1, 2), and it has seen {seen}: it never "
        "moves back, not for two calls at once either."
    )


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("routers", [1, 2])
def test_no_user_sees_less_than_before(lab, seed, routers):
    told, _ = lab.bring(VISITS).visits(seed, [0.05, 0.3, 1.0], (1.0, 1.7), routers)
    found = gone_back(told)
    assert not found, (
        f"User {found[0]} had written or seen write {found[1]}, and was then shown write {found[2]}. No answer before "
        "`session.seen` is ever returned; a write moves the session, and a read does."
    )


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("seed", range(2))
def test_on_a_calm_day_replicas_serve_nine_reads_of_ten(lab, seed):
    told, primary = lab.bring(VISITS).visits(seed, [0.05, 0.3, 1.0], (0.0, 0.0), 1)
    reads = sum(verb == "read" for _, verb, _ in told)
    assert primary <= 0.1 * reads, (
        f"Of {reads} reads on a calm day the primary served {primary}: replicas first, and when all are behind, those "
        "are asked again after a pause."
    )
