"""A writer that died after a message or two, and the reads that come after it: without the event loop."""

from typing import NamedTuple

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential

MESSAGE = 0.5
"""Seconds that a message takes on average, one way."""


class Read(NamedTuple):
    """One read, and whether its answer is `new`.

    `asked` has for each replica when the question arrived there, when the answer came, and whether that was new;
    `repaired`, where there was a repair, when its message arrived at each.
    """

    called: float
    returned: float
    new: bool
    asked: list
    repaired: list


def reads(replicas, reached, needed, repair, count, seed=None):
    """So many reads, each beginning when the one before has its answer: a list of `Read`.

    The write reached the first so many replicas, and nothing moves it on: what a read takes are the first `needed`
    answers. With `repair` something does.
    """
    streams = [stream(f"replica r{k + 1}", seed) for k in range(replicas)]
    delay, have, now, found = exponential(MESSAGE), [k < reached for k in range(replicas)], 0.0, []
    for _ in range(count):
        trips = [(now + delay(random), delay(random)) for random in streams]
        answers = [(arrived, arrived + back, has) for (arrived, back), has in zip(trips, have)]
        returned = sorted(answer[1] for answer in answers)[needed - 1]
        new, told = any(has for _, came, has in answers if came <= returned), []
        called, now = now, returned
        if repair and new:
            told, now, have = _finished(now, delay, streams, have, replicas - needed + 1)
        found.append(Read(called, now, new, answers, told))
    return found


def _finished(now, delay, streams, have, enough):
    """The messages of a repair, when enough replicas have answered it, and who has the write by the next read."""
    trips = [(now + delay(random), delay(random)) for random in streams]
    end = sorted(arrived + back for arrived, back in trips)[enough - 1]
    return [arrived for arrived, _ in trips], end, [has or arrived <= end for (arrived, _), has in zip(trips, have)]
