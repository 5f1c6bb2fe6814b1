"""The storm of chapter 14 twice: on a real server that stalls, and in the model of one."""

from itertools import accumulate, islice
from math import inf
from typing import NamedTuple

from systemdesign.retries.backoff import AtOnce
from systemdesign.retries.budget import Budget
from systemdesign.retries.retry import Retry
from systemdesign.retries.stall import stalled
from systemdesign.retries.storm import retry_storm
from systemdesign.sim.workload import poisson, recorded, requests


class Night(NamedTuple):
    """When the server was sent something, and when a client who still waited had an answer: seconds from the start."""

    sent: list
    answers: list

    def answered(self, begin, end):
        """How many answers came after `begin`, up to `end`."""
        return sum(begin < time <= end for time in self.answers)


class Nights(NamedTuple):
    """The same night on the real server and in the model."""

    measured: Night
    model: Night

    def story(self, begin, end):
        """What both were sent in all, and what they answered from `begin` to `end`, in a sentence."""
        sends, answers = [len(night.sent) for night in self], [night.answered(begin, end) for night in self]
        return (f"{sends[0]} sends (model {sends[1]}), "
                f"{answers[0]} answers between {begin:g} and {end:g} s (model {answers[1]})")


def both_storms(ratio=None, *, rate, work, count, timeout, stall, attempts=3, seed=1):
    """The same requests to a real server and to the model, of which nothing is fitted.

    `count` requests at `rate` a second, each a draw of `work`, go to a server that stands still from `stall[0]` to
    `stall[1]` s. Clients give up a try after `timeout` s and try again at once, as far as a budget of `ratio` allows.
    """
    arrivals = list(accumulate(islice(poisson(rate, seed), count)))
    asked = list(islice(requests(work, seed=seed), count))
    settings = {"timeout": timeout, "stall": stall}
    sends, trace = stalled(
        lambda service: Retry(service, attempts, AtOnce(), _budget(ratio)), arrivals, asked, **settings
    )
    works = [request.work for request in asked]
    model = retry_storm(recorded(arrivals), works, until=inf, attempts=attempts, budget=_budget(ratio), **settings)
    return Nights(_night(sends, trace), Night(model.sent, model.answers))


def _budget(ratio):
    return None if ratio is None else Budget(ratio)


def _night(sends, trace):
    settled = zip(trace.arrived, trace.latency, trace.outcome)
    return Night(
        sorted(time - trace.start for time in sends.arrived),
        sorted(begin + latency - trace.start for begin, latency, lost in settled if not lost),
    )
