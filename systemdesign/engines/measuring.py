"""One question to a real engine, answered live where it runs and from a recording elsewhere."""

import os

from systemdesign.engines.farm import Farm
from systemdesign.engines.installed import available, program
from systemdesign.engines.measurement import Measurement, here, plan_of
from systemdesign.engines.recordings import Recordings

WAYS = ("live", "recorded", "record")


def measure(**asked):
    """Send a plan's requests (plan.py lists the keywords) through HAProxy to real servers: a `Measurement`.

    Live where HAProxy runs, recorded elsewhere; `.source` says which. The
    environment variable SYSTEMDESIGN_ENGINES decides otherwise: "live" refuses
    recordings, "recorded" uses nothing else, "record" measures and keeps the result.
    """
    plan = plan_of(asked)
    way = chosen_way()
    if way == "recorded":
        return Recordings().find(plan)
    measurement = measured(plan)
    if way == "record":
        Recordings().keep(measurement)
    return measurement


def chosen_way(engine="haproxy"):
    """What SYSTEMDESIGN_ENGINES says, or live where the engine is and recorded elsewhere."""
    way = os.environ.get("SYSTEMDESIGN_ENGINES") or ("live" if available(engine) else "recorded")
    if way not in WAYS:
        raise ValueError(f"SYSTEMDESIGN_ENGINES={way!r}: use one of {', '.join(WAYS)}, or leave it unset.")
    return way


def measured(plan):
    """A live measurement; EngineMissing where HAProxy is not."""
    program("haproxy")  # or say at once that there is none, before any server starts
    speeds = plan.speeds or [1.0] * plan.servers
    with Farm(speeds, **plan.proxy) as farm:
        outcomes, changes = farm.run(plan.arrivals(), plan.requests(), plan.faults)
        return Measurement(plan, outcomes, farm.haproxy.counts(), changes, here(), live=True)
