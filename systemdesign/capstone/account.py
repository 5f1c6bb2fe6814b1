"""What a minute came to: the same numbers of a measured and of a modelled one."""

from collections import Counter
from dataclasses import dataclass

from systemdesign.capstone.plan import ORDER
from systemdesign.capstone.worker import PAID
from systemdesign.sim.trace import nearest_rank

IN_TIME, LATE, SAID_NO, GAVE_UP, CUT = "in time", "late", "said no", "gave up", "cut"


@dataclass(frozen=True)
class Account:
    """Shares are from 0 to 1 and of all requests, times are in seconds.

    `seconds` has for each second of the minute how many requests were due in it, and how many of these were answered
    in time; `phases` the share answered in time of those due in each of the plan's. `ends` counts how they ended;
    whoever failed counts in `p99` as if it had waited for the plan's patience. `to_failing` is the share of
    the tries while the first worker failed that went there. `unheard` counts orders that were taken although
    their customer had no answer, `unpaid` those still to be paid in the end.
    """

    seconds: list
    phases: dict
    ends: dict
    p99: float
    to_failing: float
    unheard: int
    unpaid: int

    @property
    def within(self):
        """The share answered in time."""
        return self.ends.get(IN_TIME, 0) / sum(self.ends.values())


def account(plan, outcomes, tries, orders):
    """The Account of (latency, error) for each of the plan's requests, in order.

    `error` is SAID_NO, GAVE_UP, CUT or None; `tries` has by worker when it was called, in seconds from the start;
    `orders` says by number what became of each that the database has.
    """
    ends = [error or (IN_TIME if latency <= plan.goal else LATE) for latency, error in outcomes]
    good = [(at, end == IN_TIME) for at, end in zip(plan.arrivals(), ends, strict=True)]
    waits = sorted(plan.patience if error else latency for latency, error in outcomes)
    silent = {request.id for request, (_, error) in zip(plan.requests(), outcomes)
              if error and request.key[0] == ORDER}
    return Account(
        [[len(part), sum(part)] for part in (during(good, (at, at + 1)) for at in range(round(plan.end)))],
        {name: share(during(good, when)) for name, when in plan.phases.items()},
        dict(sorted(Counter(ends).items())), round(nearest_rank(waits, 0.99), 3), to_failing(plan, tries),
        len(silent & set(orders)), sum(state != PAID for state in orders.values()))


def during(good, when):
    """Of (time, whether it was answered in time) the latter, for those from one time to another."""
    return [well for at, well in good if when[0] <= at < when[1]]


def share(good):
    """The share of what is true; 1 of nothing."""
    return round(sum(good) / len(good), 4) if good else 1.0


def to_failing(plan, tries):
    """Of the tries while the first worker failed, the share that went there."""
    begin, over = plan.fast
    counts = [sum(begin <= at < over for at in tries[name]) for name in plan.names]
    return round(counts[0] / max(1, sum(counts)), 4)
