"""Boards without number on which to practise a search: a day by closed forms, under prices and faults drawn by seed.

A formula for each fault and each objective, a millionth of the work of playing the day. They are rough, and they keep
what makes the shop's board hard: instances, the cache and what is done in line share one capacity; a queue is worth
what the tries make of it; ejection, tries and a budget do one another's work.

A judge brings this file beside a student's code, where there is no other module of the room. So it says again what a
design costs and how points are earned; the tests compare both with board.py and score.py.
"""

from math import exp, log

from systemdesign.kernel.streams import stream

RANGES = {
    "rate": (10, 24),
    "flash": (2.2, 4.6),
    "orders": (0.08, 0.2),
    "updates": (0.001, 0.01),
    "work": (0.06, 0.12),
    "read": (0.02, 0.05),
    "pay": (0.05, 0.15),
    "slow": (2, 6),
    "share fast": (0.08, 0.2),
    "share flash": (0.05, 0.12),
    "share freeze": (0.03, 0.08),
    "share slow": (0.01, 0.04),
    "share hang": (0.04, 0.1),
    "share dead": (0.05, 0.1),
    "instance": (6, 14),
    "replica": (8, 20),
    "cache": (3, 12),
    "queue": (4, 14),
    "breaker": (1, 4),
    "ejection": (2, 9),
}
"""Requests a second, factors, changes a second of one product, seconds, shares of the day, and prices in credits."""


def drawn(seed):
    """The world of one board: a number for each of RANGES, by name."""
    random = stream("boards", seed)
    return {name: random.uniform(*ends) for name, ends in RANGES.items()}


def estimate(design, world):
    """The score of a design on a board, 0 to 100: a few microseconds."""
    unanswered = sum(world[f"share {fault}"] * misses(design, world) for fault, misses in MISSES.items())
    lost = design["acknowledge"] == "primary" or design["replicas"] == 0
    stale = 1 - exp(-world["updates"] * design["ttl"] / 2)
    others = (
        30 * earned(unanswered, 0.005, 0.1)
        + 20 * earned(slowest(design, world, unanswered), 0.9, 2.0)
        + 20 * (not lost)
        + 10 * earned(stale, 0.02, 0.2)
    )
    return others + 20 * earned(cost(design, world), *bounds(world)) * (others / 80) ** 2


def earned(value, good, bad):
    """1 up to `good`, 0 from `bad` on, and linear in the logarithm between."""
    return min(1.0, max(0.0, log(max(value, 1e-9) / bad) / log(good / bad)))


def cost(design, world):
    """What a design costs on this board, in credits."""
    return (
        world["instance"] * design["instances"]
        + world["replica"] * design["replicas"]
        + world["cache"] * (design["ttl"] > 0)
        + world["queue"] * (design["payment"] == "queue")
        + world["breaker"] * design["breaker"]
        + world["ejection"] * (design["policy"] == "ejection")
    )


def bounds(world):
    """The costs with all of the points and with none: what a crowd takes that meets a warm cache, and twice that."""
    crowd = world["rate"] * world["flash"] * (world["work"] + 0.2 * world["read"] + world["orders"] * 0.04) / 2 / 0.85
    fair = world["instance"] * max(2, int(crowd + 1)) + world["replica"] + world["cache"] + world["queue"]
    return fair, 2 * fair


def missing(design, world):
    """The share of reads that the cache has not."""
    return 1 - 0.9 * design["ttl"] / (design["ttl"] + 2.0)


def held(design, world):
    """Seconds for which a request holds its worker."""
    order = 0.02 + 0.02 * (design["acknowledge"] == "a replica") + world["pay"] * (design["payment"] == "in line")
    reads = (1 - world["orders"]) * missing(design, world) * world["read"]
    return world["work"] + world["orders"] * order + reads


def pressure(design, world, factor):
    """The load on what is busiest, instances or database, at so many times the usual rate."""
    rate = world["rate"] * factor
    database = rate * (1 - world["orders"]) * missing(design, world) * world["read"] / (1 + design["replicas"])
    return max(rate * held(design, world) / (2 * design["instances"]), database)


def retried(design, miss):
    """What of a share of misses is left when each may be tried again, and within the budget."""
    left = miss ** design["tries"]
    return left if design["budget"] is None else max(left, miss - design["budget"])


def fast(design, world):
    """One instance answers nine tries in ten with an error, at once."""
    sent = {"round robin": 1 / design["instances"], "least connections": 0.6, "ejection": 0.04}[design["policy"]]
    return retried(design, 0.9 * sent)


def flash(design, world):
    """The crowd: what is beyond the capacity is refused and comes again, or waits until nobody wants it any more."""
    load = pressure(design, world, world["flash"])
    if load < 0.85:
        return 0.0
    worth = {2: 0.95, 8: 1.0, 20: 0.85, None: 0.2}[design["queue"]]
    storm = 1 + 0.15 * (design["tries"] - 1) * (design["queue"] in (20, None)) * (design["budget"] is None)
    short = {0.25: 0.4, 0.5: 0.6, 1.0: 0.9, None: 1.0}[design["limit"]]
    refused = 1 - min(1.0, 0.95 * worth * short / (load * storm))
    return min(1.0, refused if design["queue"] is None else retried(design, refused) + max(0.0, 1 - 1 / load) * 0.8)


def freeze(design, world):
    """One instance stands still, and whoever is sent to it waits: until a limit, or until its queue is full."""
    sent = 1 / design["instances"]
    full = {2: 0.1, 8: 0.25, 20: 0.6, None: 1.0}[design["queue"]]
    noticed = design["limit"] is not None and design["tries"] > 1
    out = 0.2 if noticed and design["policy"] == "ejection" else 1.0
    return sent * min(full, 0.3 if noticed else 1.0) * out if design["tries"] > 1 else sent


def slow(design, world):
    """The database takes its time: tries with a short limit fail all together, again and again."""
    load = pressure(design, {**world, "read": world["read"] * world["slow"]}, 1.0)
    short = {0.25: 0.9, 0.5: 0.6, 1.0: 0.15, None: 0.0}[design["limit"]] * missing(design, world)
    return min(1.0, max(0.0, 1 - 1 / load) + short * (1 + 0.2 * (design["tries"] - 1)))


def hang(design, world):
    """Payment answers nobody: in line, each order keeps a worker for as long as its client waits."""
    if design["payment"] == "queue":
        return 0.0
    kept = world["rate"] * world["orders"] * (design["limit"] or 1.5) / (2 * design["instances"])
    return min(1.0, world["orders"] + kept * (0.1 if design["breaker"] else 1.0))


def dead(design, world):
    """The primary dies: orders wait for a replica to take over, and without one all wait for the repair."""
    return world["orders"] * 0.1 if design["replicas"] else world["orders"] + missing(design, world)


def slowest(design, world, unanswered):
    """The 99th percentile of latencies, roughly; 2 s where one request in a hundred has no answer."""
    if unanswered > 0.01:
        return 2.0
    usual, crowd = (min(0.95, pressure(design, world, factor)) for factor in (1.0, world["flash"]))
    waits = held(design, world) * (4 / (1 - usual) ** 0.5 + (min(design["queue"] or 40, 40) / 2) * (crowd > 0.85))
    return min(2.0, waits)


MISSES = {"fast": fast, "flash": flash, "freeze": freeze, "slow": slow, "hang": hang, "dead": dead}
