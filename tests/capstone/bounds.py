"""What no design can escape, counted on the day's traffic: no simulation, only arithmetic."""

from itertools import accumulate

from systemdesign.capstone.board import cost
from systemdesign.capstone.score import BEST, COST, OBJECTIVES, Objective
from systemdesign.capstone.settings import PATIENCE, REPAIR, TAKEOVER, WORKERS
from systemdesign.capstone.traffic import fate, traffic


def unanswered(design, seed):
    """The least share of this day's requests that this design leaves without an answer."""
    times, _ = fate(seed)
    asked = traffic(seed)
    spans = [(times["primary dies"][0], REPAIR if design["replicas"] == 0 else TAKEOVER)]
    if design["payment"] == "in line":
        begins, ends = times["payment hangs"]
        spans.append((begins, ends - begins))
    orders = sum(hopeless(asked, *span) for span in spans)
    return (orders + crowded_out(asked, times["flash crowd"], design["instances"])) / len(asked)


def hopeless(asked, begins, lasts):
    """Orders that come while no order can be completed, and whose clients leave before that is over."""
    return sum(not one.product and begins < one.time < begins + lasts - PATIENCE for one in asked)


def crowded_out(asked, flash, instances):
    """Requests of the crowd for which there is no time, if the workers do nothing but the shortest of them."""
    works = sorted(one.work for one in asked if flash[0] <= one.time < flash[1])
    room = WORKERS * instances * (flash[1] - flash[0] + PATIENCE)
    return sum(total > room for total in accumulate(works))


def most(design, seeds):
    """The most points that this design can get, on average over these days."""
    spent = Objective(COST, BEST, 2 * BEST).earned(cost(design))
    return sum(_most(unanswered(design, seed), spent) for seed in seeds) / len(seeds)


def _most(share, spent):
    others = 80 - OBJECTIVES["unanswered"].points + OBJECTIVES["unanswered"].earned(share)
    return others + spent * (others / 80) ** 2
