"""Lab 12, part 4: callers who leave while a service that was too slow lets go."""

import pytest

from .gateways import one, play, web


@pytest.mark.rule(6)
@pytest.mark.parametrize("limit", [None, 0.5])
def test_a_caller_may_leave_when_the_limit_is_over(lab, limit):
    found = one(lab, web(2.0, leaves=[1.5]), limit, service={"a": [40.0, "late", 6.0]})
    assert (found.how, found.status) == ("raised", "CancelledError"), (
        f"A caller left at 3.5 s, while a service that was too slow took 6 s to let go, and it came to {found}: his "
        "CancelledError goes on, whatever is under way for him."
    )


@pytest.mark.rule(6)
def test_one_who_leaves_then_takes_nobody_along(lab):
    found = play(lab, web(2.0, leaves=[1.5]), web(2.0), web(2.25), service={"a": [40.0, "late", 1.0]})
    assert [one.status for one in found] == ["CancelledError", 504, 504], (
        f"Of three callers of a service that was too slow one left while it let go, and they came to "
        f"{[str(one) for one in found]}: what is cancelled is what is under way for him, and nothing of the others'."
    )
