"""A writer that died after a message or two, and the reads that come after it: without the event loop."""

from math import inf
from typing import NamedTuple

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential

MESSAGE = 0.5
"""Seconds that a message takes on average, one way: slow motion."""
BEGINS = 2.0
"""When the first read is asked; the writer's messages have arrived before."""


class Read(NamedTuple):
    """One read, and whether its answer is `new`: `heard` is when it had enough answers, `returned` when it was over.

    `asked` has for each replica when the question arrived there, when the answer came, and whether that was new;
    `repaired`, where there was a repair, when its message arrived at each.
    """

    called: float
    heard: float
    returned: float
    new: bool
    asked: list
    repaired: list


def reads(replicas, reached, needed, repair, count, seed=None):
    """So many reads, each beginning when the one before has its answer: a list of `Read`.

    The write reached the first so many replicas, and nothing moves it on: what a read takes are the first `needed`
    answers. With `repair` something does.
    """
    streams, delay = [stream(f"replica r{k + 1}", seed) for k in range(replicas)], exponential(MESSAGE)
    since, now, found = [0.0 if k < reached else inf for k in range(replicas)], BEGINS, []
    for _ in range(count):
        trips = [(now + delay(random), delay(random)) for random in streams]
        asked = [(arrived, arrived + back, has <= arrived) for (arrived, back), has in zip(trips, since)]
        heard = sorted(came for _, came, _ in asked)[needed - 1]
        new = any(has for _, came, has in asked if came <= heard)
        end, told = _finished(heard, delay, streams, replicas - needed + 1) if repair and new else (heard, [])
        since = [*map(min, since, told)] if told else since
        found.append(Read(now, heard, end, new, asked, told))
        now = end
    return found


def _finished(now, delay, streams, enough):
    """When so many replicas have answered a repair, and when it arrives at each."""
    trips = [(now + delay(random), delay(random)) for random in streams]
    return sorted(arrived + back for arrived, back in trips)[enough - 1], [arrived for arrived, _ in trips]
