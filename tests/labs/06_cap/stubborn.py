"""Replicas that fail so often, and operations that have to be patient with them."""

from collections import Counter

import pytest

from .scene import replicas

BOTH = pytest.mark.parametrize("verb", ["read", "write"])
STAGES = pytest.mark.parametrize("stage", ["read", "write"])


def asks(register, verb, value="new"):
    return register.read("x") if verb == "read" else register.write("x", value)


def failing(times, stage, seconds=0.017, trouble="Lost", then=0.01):
    """A plan: each replica fails so many calls of this stage, {replica: times}, and then answers."""
    count = Counter()

    def plan(call):
        count[call.replica, call.verb] += 1
        fails = call.verb == stage and count[call.replica, stage] <= times.get(call.replica, 0)
        return (seconds, trouble) if fails else then

    return plan


def filled(plan, count=3, value="theirs"):
    """Replicas of which the first alone has a value, so that a read has to store it."""
    several, log = replicas(count, plan)
    several[0].kept["x"] = (3, "Z"), value
    return several, log
