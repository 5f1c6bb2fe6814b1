"""What we ask Prometheus about histograms of known values, and what we answer ourselves."""

from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import exp, log
from statistics import NormalDist, fmean

from systemdesign.observability.promql import histogram_quantile
from systemdesign.observability.series import DEFAULT
from systemdesign.sim.trace import nearest_rank

EVEN = [(number + 0.5) / 2000 for number in range(2000)]
"""The middles of 2000 equal shares: a distribution's quantiles there stand for draws, and are the same every time."""
OBJECTIVE, WIDE = (0.1, 0.2, 0.3, 0.45), (0.5, 1, 2, 5, 10, 20, 50)
HOSTS, SLOW, MEAN = [f"h{number}" for number in range(10)], "h9", 10.0


def lognormal(share):
    """Half of all take longer than 0.12 s."""
    return 0.12 * exp(0.5 * NormalDist().inv_cdf(share))


def exponential(share, mean=0.1):
    """They take `mean` seconds on average."""
    return -mean * log(1 - share)


def stalled(share):
    """One in twenty meets a stall of 40 s at some moment of it; the others take 0.02 s."""
    return max(0.02, 40 * (share - 0.95) / 0.05)


VALUES = {
    "alike": (OBJECTIVE, [0.22] * len(EVEN)), "slower": (OBJECTIVE, [0.32] * len(EVEN)),
    "lognormal": (DEFAULT, list(map(lognormal, EVEN))), "exponential": (DEFAULT, list(map(exponential, EVEN))),
    "stalled": (DEFAULT, list(map(stalled, EVEN)))}
"""{family: (its bounds, the values that it is told)}."""
ASKED = (("alike", 0.95), ("slower", 0.95), ("lognormal", 0.5), ("lognormal", 0.99), ("exponential", 0.95),
         ("exponential", 0.999), ("stalled", 0.99))


@dataclass(frozen=True)
class Question:
    """A question in Prometheus's language, and the answer: `ours`, by the same rule, and the `true` one."""

    text: str
    ours: float
    true: float


def declare(metrics):
    """Declare the families and tell them their values: the questions about them."""
    families = {name: metrics.histogram(f"{name}_seconds", "Known values.", bounds=bounds)()
                for name, (bounds, _) in VALUES.items()}
    for name, (_, values) in VALUES.items():
        for value in values:
            families[name].observe(value)
    return [*(_one(name, q, families[name]) for name, q in ASKED), *_hosts(metrics)]


def _one(name, q, family):
    return Question(f"histogram_quantile({q}, {name}_seconds_bucket)", histogram_quantile(q, family.buckets()),
                    nearest_rank(sorted(VALUES[name][1]), q))


def _hosts(metrics):
    """Two panels on ten hosts, one of which is ten times as slow: the mean of their p99, and the p99 of all."""
    family = metrics.histogram("host_seconds", "Known values, by host.", "host", bounds=WIDE)
    values = {host: [exponential(share, MEAN if host == SLOW else 1.0) for share in EVEN] for host in HOSTS}
    for host, known in values.items():
        for value in known:
            family(host).observe(value)
    each = [family(host).buckets() for host in HOSTS]
    every = [(bounds[0], sum(counts)) for bounds, counts in (zip(*bucket) for bucket in zip(*each))]
    true = nearest_rank(sorted(chain(*values.values())), 0.99)
    p99 = partial(histogram_quantile, 0.99)
    return [Question("avg(histogram_quantile(0.99, host_seconds_bucket))", fmean(map(p99, each)), true),
            Question("histogram_quantile(0.99, sum by (le) (host_seconds_bucket))", p99(every), true)]
