"""What theory knows of the chapter's queues, for a mean work of 1 s."""

from systemdesign.theory.queues import equal_gaps, mmc_wait, poisson_gaps
from systemdesign.theory.single import Equal, NoWait, Uneven

GAPS = {"on the beat": equal_gaps, "at random": poisson_gaps}
"""How arrivals come, and the transform of the gaps between them."""


def known(arrivals, load, cv2):
    """The exact times in system of one server at a utilisation `load`: `mean`, `beyond(t)`, `quantile(p)`, `wait(rng)`.

    `arrivals` is a key of GAPS. Work is equal at a cv² of 0, exponential at 1, and above that of two kinds, as
    `sim.distributions.with_variability` makes it; ValueError for what lies between 0 and 1.
    """
    if cv2 == 0:
        return NoWait() if arrivals == "on the beat" else Equal(load)
    if cv2 < 1:
        raise ValueError(f"theory has no tail for a cv² of {cv2:g}: it knows 0, and 1 or more")
    return Uneven(GAPS[arrivals](load), cv2)


def busy_enough(servers, wait=1.0):
    """The utilisation at which M/M/c, one queue before so many servers, makes requests wait so long on average."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if mmc_wait(middle * servers, 1.0, servers) < wait else (low, middle)
    return low
