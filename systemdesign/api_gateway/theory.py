"""What is known of limits: the most that they admit in any window, whom a bucket refuses, what a late read costs."""

from math import ceil, exp


def bucket_most(burst, rate, window):
    """A token bucket admits fewer than this in a half-open window: burst + rate x window."""
    return burst + rate * window


def log_most(limit, period, window):
    """The most that an exact log admits in a half-open window: the limit once for each period that is begun."""
    return limit * ceil(window / period)


def refused(load, burst):
    """The share of a Poisson client's requests that a token bucket refuses, in the long run.

    `load` is what it asks for, as a part of the bucket's rate. A bucket of `burst` tokens admits as an M/D/1 queue with
    room for so many does, where work lasts as long as a token takes to come: a missing token is work that is left.
    """
    room = sum(states(load, burst))
    return max(0.0, 1 - room / (1 + load * room))


def states(load, room):
    """How often an M/D/1 queue holds 0, 1, ... requests, below its last place, as multiples of how often none."""
    many, found = arrivals(load, room), [1.0]
    for n in range(room - 1):
        later = sum(found[i] * many[n - i + 2] for i in range(1, n + 1))
        found.append((many[n + 1] + later) * exp(load))
        if found[-1] > 1e100:  # an overflow is near, and the others don't count
            break
    return found


def arrivals(load, most):
    """How likely at least 0, 1, ... requests come while one token is filled in."""
    left, term, beyond = 1.0, exp(-load), [1.0]
    for k in range(most + 1):
        left -= term
        beyond.append(max(0.0, left))
        term *= load / (k + 1)
    return beyond


def read_then_write(rate, way, asked):
    """Requests a second that a shared bucket admits which is read, and then written: rate x (1 + 2 x way x asked).

    Each token is seen by all who read it until the first of them has written: two ways later, the answer's and the
    write's. Poisson requests; more are asked for than the rate, and a token takes longer than two ways to come.
    """
    return rate * (1 + 2 * way * asked)
