"""Schedules of all faults, to be generated and shrunk."""

from hypothesis import strategies

from systemdesign.grading.schedules import SMALLEST
from systemdesign.grading.story import Event

from .stories import CLIENTS, REPLICAS, WIRES

CHOICE = SMALLEST
BY_TARGET = [
    (["write", "read", "read", "mend"], CLIENTS, 4),
    (["crash", "restart"], REPLICAS, 1),
    (["cut", "deafen", "delay", "only", "only"], WIRES, 3),
]


def found(until=40, most=24):
    """Lists of events in order: operations most of all, and faults that fit their targets."""
    kinds = [
        strategies.builds(
            Event, strategies.integers(1, until), strategies.sampled_from(verbs), strategies.sampled_from(targets)
        )
        for verbs, targets, weight in BY_TARGET
        for _ in range(weight)
    ]
    return strategies.lists(strategies.one_of(kinds), max_size=most).map(
        lambda events: sorted(events, key=lambda event: event.time)
    )
