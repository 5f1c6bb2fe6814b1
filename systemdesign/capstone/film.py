"""Some seconds of the worst day, on film: a fault begins, and one sees who notices."""

import asyncio
from collections import Counter

from systemdesign.capstone.board import checked
from systemdesign.capstone.settings import BROKEN, WORKERS
from systemdesign.capstone.shop import Shop, opened
from systemdesign.capstone.traffic import fate, known, traffic
from systemdesign.kernel.run import run

BEFORE, AFTER, SHOWN = 4.0, 14.0, 250
"""The seconds before and after the fault begins, and the most visits that are shown."""


def taken(reel, design, seed=0):
    """A Film, made with `stage` and `frame`, of a design's day round the beginning of a fault.

    A client who pauses before another try is at the door. A try that gets lost has been at its instance for 2 ms.
    Raises ValueError where the board has no such design.
    """
    begins = reel.start + BEFORE
    run(filmed(reel, checked(design), seed), seed)
    reel.stills = [(time, tale(reel, begins, time)) for time in (begins - 1, begins + 2, reel.end - 0.5)]
    return reel


def frame(fault="fails fast", seed=0):
    """From when to when, and about what; it ends sooner where many clients come. ValueError where there is no such
    fault."""
    known([fault])
    begins = fate(seed)[0][fault][0]
    return {"start": begins - BEFORE, "end": ending(begins, seed), "about": f"A shop's worst day: {fault}."}


def ending(begins, seed):
    """When the film of a fault that begins then is over."""
    came = [one.time for one in traffic(seed) if begins - BEFORE <= one.time < begins + AFTER]
    return came[SHOWN] if len(came) > SHOWN else begins + AFTER


def stage(design, desks):
    """The columns, from the clients' side on; `desks(names, workers)` makes a column of servers (show.film has it)."""
    instances = desks((f"instance {number + 1}" for number in range(design["instances"])), WORKERS)
    return [["door", "balancer"], instances, ["database", "payment"]]


async def filmed(reel, design, seed):
    """Let the day happen before the camera, until the film is over."""
    shop = Shop(design, watcher(reel))
    reads = {road.name: lambda road=road: state(shop, road) for road in shop.roads}
    reads["database"] = lambda: "" if shop.database.nodes[0].up else "its primary is down"
    watching = asyncio.create_task(reel.follow(0.1, **reads))
    await opened(shop, seed, until=reel.end)
    await watching


def watcher(reel):
    """The film's `watch`, for which the nodes of the database are one place."""
    places = {place.name for place in reel.places}

    def watch(service, place, keeps=False):
        return reel.watch(service, place if place in places else "database", keeps=keeps)

    return watch


def state(shop, road):
    """What is wrong with an instance, and what the balancer thinks of it."""
    told = ["fails fast"] * (road.loss == BROKEN) + ["frozen"] * (not road.instance.awake.is_set())
    return ", ".join(told + ["left out"] * (not shop.balancer.backend(road.name).healthy))


def tale(reel, begins, time):
    """How many are inside each instance, and how many tries it has been through since the fault began."""
    inside = [reel.count(place.name, time) for place in reel.places if place.name.startswith("instance")]
    return f"Inside: {listed(inside)}. Tries since the fault began: {listed(tries(reel, begins, time))}."


def tries(reel, begins, time):
    """How many tries each instance has been through from one time to another."""
    over = Counter(reel.places[leg.place].name for leg in reel.legs if leg.how and begins <= leg.end < time)
    return [over[place.name] for place in reel.places if place.name.startswith("instance")]


def listed(numbers):
    """1, 2, 3."""
    return ", ".join(map(str, numbers))
