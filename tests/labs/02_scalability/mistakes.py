"""What goes wrong in lab 02, part 1: each mistake as a formula, to be recognised by its answers."""

from math import ceil, exp, floor, inf, log

from .staffing import late, least, waiting


def first(enough, offered, most=500):
    """The least number above the load that is enough, if it is near."""
    start = floor(offered) + 1
    return next((machines for machines in range(start, start + most) if enough(machines)), None)


def impossible(service, p99):
    return p99 <= service * log(100)


def shared(share):
    return lambda rate, service, p99: least(rate, service, p99, share)


def mean(rate, service, p99):
    offered = rate * service
    return first(lambda c: service * (1 + waiting(c, offered) / (c - offered)) <= p99, offered)


def queue_only(rate, service, p99):
    offered = rate * service
    return first(lambda c: waiting(c, offered) * exp(-(c - offered) * p99 / service) <= 0.01, offered)


def own_queues(rate, service, p99):
    """A queue for each machine: M/M/1 at 1/c of the rate."""
    return None if impossible(service, p99) else ceil(rate * service / (1 - service * log(100) / p99))


def who_waits(rate, service, p99):
    offered = rate * service
    return None if impossible(service, p99) else first(lambda c: waiting(c, offered) <= 0.01, offered)


def turned_away(rate, service, p99):
    """Erlang's B in place of C."""
    offered, limit = rate * service, p99 / service

    def enough(machines):
        c = waiting(machines, offered)
        blocked = c * (machines - offered) / (machines - c * offered)
        queued = (late(machines, offered, limit) - exp(-limit)) * blocked / c
        return exp(-limit) + queued <= 0.01

    return None if impossible(service, p99) else first(enough, offered)


def moved(by):
    def formula(rate, service, p99):
        found = least(rate, service, p99)
        return found if found is None else max(1, found + by)

    return formula


def full(rate, service, p99):
    """The load itself, rounded up, where that is one less."""
    return None if impossible(service, p99) else max(1, ceil(rate * service))


def whole(rate, service, p99):
    load = rate * service
    return int(load) if load and load == int(load) and not impossible(service, p99) else least(rate, service, p99)


SUSPECTS = {
    "rule 1 99 % are in time, and yours rounds down: one machine more keeps the promise": moved(-1),
    "rule 1 it is the least number, and yours is one more than that": moved(1),
    "rule 1 99 % of the requests are in time; yours looks at the mean": mean,
    "rule 1 99 % of the requests are in time; with yours 95 % are": shared(0.05),
    "rule 1 99 % of the requests are in time; with yours 90 % are": shared(0.1),
    "rule 1 99 % of the requests are in time; yours demands 99.9 %": shared(0.001),
    "rule 1 the time counts from the arrival to the end of the work; yours counts the wait alone": queue_only,
    "rule 1 it is the least number of machines that share one queue; yours gives each a queue of its own": own_queues,
    "rule 1 a request may wait, if it is in time; yours lets no more than 1 % wait at all": who_waits,
    "rule 1 all requests are answered in the long run: the share that waits is Erlang's C, and yours is his B": (
        turned_away
    ),
    "rule 2 times are in seconds; yours counts `p99` in services: divide it by `service`": (
        lambda rate, service, p99: least(rate * service, 1.0, p99)
    ),
    "rule 2 the work is `rate * service`; yours forgets `service` there": (
        lambda rate, service, p99: least(rate, 1.0, p99 / service)
    ),
    "rule 2 a request is `service` seconds of work; yours takes one second, whatever it is given": (
        lambda rate, service, p99: least(rate, 1.0, p99)
    ),
    "rule 2 `rate` is per second; yours divides it by `service`, and the work is `rate * service`": (
        lambda rate, service, p99: least(rate / service**2, service, p99)
    ),
    "rule 2 `rate * service` may be a fraction, and yours rounds it up before it looks for machines": (
        lambda rate, service, p99: least(ceil(rate * service), 1.0, p99 / service)
    ),
    "rule 3 machines that are asked for all their time never suffice; yours takes the load, rounded up": full,
    "rule 3 machines that are asked for all their time never suffice; yours takes `rate * service` where it is whole": (
        whole
    ),
}
"""What is wrong, and the number that it gives."""


def explains(formula, case, answer):
    try:
        return formula(*case) == answer
    except (ZeroDivisionError, OverflowError):
        return answer in (None, inf)


def mistake(found):
    """The words of the first that explains all these answers, {case: answer}, or None."""
    for words, formula in SUSPECTS.items():
        if all(explains(formula, case, answer) for case, answer in found.items()):
            return words
