"""What theory knows of growth: speed-up by many workers, availability of many machines, the backlog of a crowd.

`contention` is the share of a job that is done under one lock; `coherency` what each further worker adds to it, as a
share of a job too. One worker by itself does one job in a unit of time.
"""

from math import comb, fsum, inf, sqrt
from typing import NamedTuple

from systemdesign.theory import queues
from systemdesign.theory.closed import closed_loop


def usl(workers, contention, coherency=0.0):
    """The universal scalability law: N/(1 + α(N-1) + βN(N-1)) times what one worker does. With β = 0, Amdahl's law.

    Exact for workers in step, who all wait for the last of them. Gunther (2008), arXiv 0808.1431.
    """
    return workers / (1 + contention * (workers - 1) + coherency * workers * (workers - 1))


def peak(contention, coherency):
    """The number of workers, a fraction as a rule, at which `usl` is largest: √((1-α)/β); without coherency inf."""
    return sqrt((1 - contention) / coherency) if coherency else inf


def repairman(workers, contention, coherency=0.0):
    """The speed-up of workers at their own pace, all times exponential: each works alone, then waits for the lock.

    The machine repairman of the textbooks, by mean value analysis: exact.
    """
    locked = contention + coherency * (workers - 1)
    return closed_loop(workers, 1 - contention, locked)[0] if locked else float(workers)


def fitted(workers, speedups):
    """The contention and the coherency at which `usl` comes nearest to measured speed-ups.

    Least squares of N/C - 1 = α(N-1) + βN(N-1), as Gunther fits them; there need to be two numbers of workers above 1.
    """
    rows = [(n - 1, n * (n - 1), n / c - 1) for n, c in zip(workers, speedups, strict=True)]
    xx, xy, yy, xz, yz = (fsum(row[i] * row[j] for row in rows) for i, j in ((0, 0), (0, 1), (1, 1), (0, 2), (1, 2)))
    determinant = xx * yy - xy * xy
    if not determinant > 1e-9 * xx * yy:
        raise ValueError("two unknowns need speed-ups at two numbers of workers above 1")
    return (yy * xz - xy * yz) / determinant, (xx * yz - xy * xz) / determinant


def at_least(needed, machines, up):
    """The probability that so many of the machines are up at once, each by itself with probability `up`: binomial."""
    return fsum(comb(machines, k) * up**k * (1 - up) ** (machines - k) for k in range(needed, machines + 1))


def too_many_down(spares, machines, down):
    """The probability that more machines are down at once than there are spares: 1 - `at_least`, also where tiny."""
    return fsum(comb(machines, k) * down**k * (1 - down) ** (machines - k) for k in range(spares + 1, machines + 1))


def pooled(machines, load):
    """{arrangement: mean time in system at a utilisation `load`} of one total power; a small machine does 1 a second.

    Poisson arrivals and exponential work: M/M/1 that is so many times as fast, M/M/c, E_N/M/1, and N times M/M/1.
    """
    return {"one big": queues.mm1_mean(load * machines, machines),
            "one queue": queues.mmc_mean(load * machines, 1.0, machines),
            "round robin": queues.round_robin_mean(machines, load), "random": queues.mm1_mean(load, 1.0)}


class Flood(NamedTuple):
    """A crowd as a fluid: the `backlog` when the ordered machines are there, the seconds after which it is `gone`,
    counted from the first of the crowd, and the longest `wait`. Infinite where the queue never ends."""

    backlog: float
    gone: float
    wait: float


def flood(rate, fleet, boot, ordered):
    """What a `rate` of requests does to the one queue of a `fleet` while so many `ordered` machines boot.

    A machine does one request a second. Who comes at t finds (rate - fleet)·t before him; the longest wait is his
    whose turn comes when the new machines do.
    """
    backlog, after = max(0.0, rate - fleet) * boot, fleet + ordered
    if rate >= after:
        return Flood(backlog, inf, inf)
    return Flood(backlog, backlog and boot + backlog / (after - rate), backlog / rate)
