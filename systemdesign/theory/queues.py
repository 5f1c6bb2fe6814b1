"""Queues in closed form: what simulated servers must agree with.

Rates are per second and times in seconds. `load` is utilisation: the share of the servers' time that is
asked for, below 1 wherever a queue has to settle.
"""

from math import exp, factorial, fsum, log


def _settles(load):
    if not 0 <= load < 1:
        raise ValueError(f"the utilisation is {load:g}: the queue settles only from 0 to below 1")
    return load


def mm1_mean(arrival_rate, service_rate):
    """Mean time in system of M/M/1: 1/(μ-λ). Kleinrock, Queueing Systems I (1975), 3.2."""
    _settles(arrival_rate / service_rate)
    return 1 / (service_rate - arrival_rate)


def mm1_quantile(p, arrival_rate, service_rate):
    """Time in system that a share `p` of requests stays within: it is exponential with rate μ-λ."""
    return -log(1 - p) * mm1_mean(arrival_rate, service_rate)


def erlang_b(servers, offered):
    """Probability that all of `servers` are busy and a request is turned away; `offered` = λ/μ.

    The recursion B₀ = 1, B_k = aB_{k-1}/(k + aB_{k-1}). Erlang (1917).
    """
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return blocked


def erlang_c(servers, offered):
    """Probability that a request has to wait in M/M/c: B/(1 - ρ(1-B)). Erlang (1917)."""
    load = _settles(offered / servers)
    blocked = erlang_b(servers, offered)
    return blocked / (1 - load * (1 - blocked))


def mmc_wait(arrival_rate, service_rate, servers):
    """Mean time in queue of M/M/c, one queue before `servers`: C/(cμ-λ)."""
    return erlang_c(servers, arrival_rate / service_rate) / (servers * service_rate - arrival_rate)


def mmc_mean(arrival_rate, service_rate, servers):
    """Mean time in system of M/M/c."""
    return mmc_wait(arrival_rate, service_rate, servers) + 1 / service_rate


def mmc_quantile(p, arrival_rate, service_rate, servers):
    """Time in system of M/M/c that a share `p` of requests stays within.

    The wait is 0 with probability 1-C and else exponential with rate cμ-λ; the sum with an exponential
    service time is inverted numerically. Kleinrock I, 3.5; Gross et al., Fundamentals of Queueing Theory, 2.3.
    """
    waits = erlang_c(servers, arrival_rate / service_rate)
    spare, mu = servers * service_rate - arrival_rate, service_rate

    def beyond(t):
        if abs(spare - mu) < 1e-9 * mu:
            return exp(-mu * t) * (1 + waits * mu * t)
        return exp(-mu * t) + waits * mu * (exp(-mu * t) - exp(-spare * t)) / (spare - mu)

    return quantile(p, beyond)


def pollaczek_khinchine(load, cv2, mean_service=1.0):
    """Mean time in queue of M/G/1: ρ(1+cv²)/(2(1-ρ)) service times. Pollaczek (1930), Khinchine (1932)."""
    return mean_service * _settles(load) * (1 + cv2) / (2 * (1 - load))


def kingman(load, arrival_cv2, work_cv2, mean_service=1.0):
    """Mean time in queue of one server, approximately: ρ/(1-ρ)·(ca²+cs²)/2 service times.

    Exact for Poisson arrivals, where it is Pollaczek and Khinchine's; where they come on the beat, never too low; else
    good where the load is high. Kingman (1961; and 1962 for the bound). `arrival_cv2` is that of the gaps.
    """
    return mean_service * _settles(load) / (1 - load) * (arrival_cv2 + work_cv2) / 2


def poisson_gaps(load):
    """E e^(-s·gap) of Poisson arrivals at a utilisation, in service times: what `gim1_root` asks for."""
    return erlang_gaps(1, load)


def erlang_gaps(stages, load):
    """The same of arrivals that are each the k-th of a Poisson stream."""
    _settles(load)
    return lambda s: (stages * load / (stages * load + s)) ** stages


def equal_gaps(load):
    """The same of arrivals on the beat."""
    _settles(load)
    return lambda s: exp(-s / load)


def gim1_root(gaps):
    """The root σ in (0, 1) of σ = A(1-σ): the chance that an arrival finds the server of GI/M/1 busy.

    `gaps` is A, the transform E e^(-s·gap) of the time between arrivals in service times. Kleinrock I, 6.4.
    """
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if gaps(1 - middle) > middle else (low, middle)
    return low


def round_robin_mean(servers, load, mean_service=1.0):
    """Mean time in system behind round robin, Poisson arrivals and exponential service: E_N/M/1, 1/(μ(1-σ)).

    Each server sees every N-th arrival, so its gaps are the sum of N exponential ones.
    """
    return mean_service / (1 - gim1_root(erlang_gaps(servers, load)))


def round_robin_quantile(p, servers, load, mean_service=1.0):
    """Time in system behind round robin that a share `p` stays within: it is exponential, as in every GI/M/1."""
    return -log(1 - p) * round_robin_mean(servers, load, mean_service)


def power_of_two_mean(load, mean_service=1.0):
    """Mean time in system under the power of two choices with very many servers: Σ_{i≥1} λ^(2^i - 2).

    Asymptotic, N → ∞. Mitzenmacher (1996); Vvedenskaya, Dobrushin and Karpelevich (1996).
    """
    return mean_service * fsum(_joined(_settles(load)))


def power_of_two_quantile(p, load, mean_service=1.0):
    """Time in system that a share `p` stays within, N → ∞.

    An arrival finds at least j requests before it with probability λ^(2^(j+1) - 2), and then stays for
    j + 1 exponential times; so P(T > t) = Σ_j e^-t t^j/j! λ^(2^(j+1) - 2).
    """
    joined = list(_joined(_settles(load)))

    def beyond(t):
        return exp(-t) * fsum(t**j / factorial(j) * share for j, share in enumerate(joined))

    return mean_service * quantile(p, beyond)


def _joined(load):
    """The chance that an arrival under two choices finds at least 0, 1, 2, … requests before it."""
    for i in range(1, 64):
        share = load ** (2.0**i - 2) if i > 1 else 1.0
        if share < 1e-18:
            return
        yield share


def quantile(p, beyond):
    """The t at which `beyond(t)`, the probability of a longer time, comes down to 1 - p."""
    if not 0 <= p < 1:
        raise ValueError(f"a quantile lies from 0 to below 1 (0.99 is the 99th percentile), and this is {p}")
    low, high = 0.0, 1.0
    while beyond(high) > 1 - p:
        low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle) > 1 - p else (low, middle)
    return high
