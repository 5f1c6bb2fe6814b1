"""Simulation in virtual time, on plain asyncio and the standard library alone."""

from systemdesign.sim.direct import farm
from systemdesign.sim.distributions import (
    Distribution,
    constant,
    erlang,
    exponential,
    gamma,
    hyperexponential,
    lognormal,
    uniform,
    with_variability,
)
from systemdesign.sim.errors import Deadlock, Livelock, RealIO
from systemdesign.sim.faults import at, faults
from systemdesign.sim.link import Link
from systemdesign.sim.request import Lost, Refused, Reply, Request, ServiceError, TimedOut, Unavailable, with_timeout
from systemdesign.sim.run import now, run
from systemdesign.sim.server import Server
from systemdesign.sim.store import Store
from systemdesign.sim.streams import stream
from systemdesign.sim.trace import Trace
from systemdesign.sim.workload import bursts, closed_loop, draws, open_loop, poisson, recorded, requests, steady
from systemdesign.sim.zipf import Zipf

__all__ = [
    "Deadlock",
    "Distribution",
    "Link",
    "Livelock",
    "Lost",
    "RealIO",
    "Refused",
    "Reply",
    "Request",
    "Server",
    "ServiceError",
    "Store",
    "TimedOut",
    "Trace",
    "Unavailable",
    "Zipf",
    "at",
    "bursts",
    "closed_loop",
    "constant",
    "draws",
    "erlang",
    "exponential",
    "farm",
    "faults",
    "gamma",
    "hyperexponential",
    "lognormal",
    "now",
    "open_loop",
    "poisson",
    "recorded",
    "requests",
    "run",
    "steady",
    "stream",
    "uniform",
    "with_timeout",
    "with_variability",
]
