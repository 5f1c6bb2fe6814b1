"""Lab 08, part 1: users who read and write all day, through one router or two."""

from pathlib import Path

import pytest

VISITS = Path(__file__).parent / "beside_visits.py"


def gone_back(told):
    """The first that a user was shown and was before what that user had written or seen: (user, before, shown)."""
    newest = {}
    for user, verb, number in told:
        before = newest.get(user, 0)
        if verb == "read" and number < before:
            return user, before, number
        newest[user] = max(before, number)
    return None


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
