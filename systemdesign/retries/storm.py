"""A server that stalls and clients that try again, by direct recursion: fast enough for a slider.

It gives what `Retry(with_timeout(server, timeout))` gives under `open_loop`, send by send.
"""

from bisect import bisect_right
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from systemdesign.kernel.streams import stream
from systemdesign.retries.backoff import AtOnce
from systemdesign.retries.budget import unlimited


class Storm:
    """What was sent to the server, in the order of sending, and what came of it.

    `sent` and `finished` are times, one for each send; `requests` are the numbers of the requests that
    they were for. `answers` are the times at which a client that was still waiting got its answer.
    """

    def __init__(self, timeout):
        self.timeout = timeout
        self.sent, self.finished, self.requests = [], [], []
        self.arrived, self.answers = [], []

    def waiting(self, time):
        """Sends at the server at this time, and those of them that their clients have given up."""
        done = bisect_right(self.finished, time)
        return bisect_right(self.sent, time) - done, max(0, bisect_right(self.sent, time - self.timeout) - done)

    def rates(self, times, start, width):
        """How many of these times fall into each stretch of `width` seconds since `start`, a second."""
        found = [0] * int(max(times, default=start) // width + 1)
        for time in times:
            found[int(time // width)] += 1
        return [number / width for number in found[int(start // width) :]]


def retry_storm(arrivals, works, *, until, timeout, attempts=3, backoff=None, budgets=None, stall=(30.0, 40.0), seed=0):
    """Clients give up a try after `timeout` seconds and try again; the server does all that it was sent, in turn.

    `arrivals` yields gaps and `works` service times, in seconds. The server stands still from `stall[0]` to
    `stall[1]`. `budgets` are the clients' own, one each, and every request is that of a client drawn at random;
    one budget is one that all share, and None is no limit. Requests arrive up to `until`; the end is when each
    is answered or given up.
    """
    run = _Run(Storm(timeout), _server(*stall), attempts, backoff or AtOnce(), budgets or [unlimited()], seed)
    return run.through(arrivals, works, until)


def _server(begin, end):
    """Takes the time and work of a send, gives when one worker will have done it: first come, first served."""
    free = 0.0

    def serve(time, work):
        nonlocal free
        start = max(free, time)
        if begin <= start < end:
            start = end
        free = start + work
        if start < begin < free:
            free += end - begin
        return free

    return serve


class _Asked(NamedTuple):
    """A request under way: its number, its work in seconds, the pauses before its next tries, its client's budget."""

    number: int
    work: float
    pauses: object
    budget: object


class _Run:
    """The heap holds (time, order, request, attempt, given up): a try to make, or one that timed out."""

    def __init__(self, record, serve, attempts, backoff, budgets, seed):
        self.record, self.serve, self.attempts, self.backoff, self.budgets = record, serve, attempts, backoff, budgets
        self.rng, self.pick = stream("pauses", seed), stream("clients", seed).random
        self.order, self.heap = count(), []

    def through(self, arrivals, works, until):
        time = 0.0
        for number, (gap, work) in enumerate(zip(arrivals, works)):
            time += gap
            if time > until:
                break
            self.proceed(time)
            self.record.arrived.append(time)
            self.send(time, self.asked(number, work), 1)
        self.proceed(float("inf"))
        return self.record

    def asked(self, number, work):
        budget = self.budgets[int(self.pick() * len(self.budgets))]
        budget.earn()
        return _Asked(number, work, self.backoff.pauses(self.rng), budget)

    def proceed(self, time):
        heap = self.heap
        while heap and heap[0][0] <= time:
            moment, _, request, attempt, given_up = heappop(heap)
            if not given_up:
                self.send(moment, request, attempt)
            elif attempt < self.attempts and request.budget.spend():
                self.later(moment + next(request.pauses), request, attempt + 1, False)

    def send(self, time, request, attempt):
        record, done = self.record, self.serve(time, request.work)
        record.sent.append(time)
        record.finished.append(done)
        record.requests.append(request.number)
        if done <= time + record.timeout:
            record.answers.append(done)
        else:
            self.later(time + record.timeout, request, attempt, True)

    def later(self, time, *what):
        heappush(self.heap, (time, next(self.order), *what))
