"""The world that the models live in: workloads, servers, links, faults, and the trace of what happened."""

from systemdesign.sim.database import Database
from systemdesign.sim.desk import Desk
from systemdesign.sim.disk import Disk
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
from systemdesign.sim.farm import farm
from systemdesign.sim.faults import at, faults
from systemdesign.sim.files import Files
from systemdesign.sim.framing import framed, unframed
from systemdesign.sim.graph import Graph
from systemdesign.sim.keys import Keys
from systemdesign.sim.ledger import Ledger
from systemdesign.sim.life import Life
from systemdesign.sim.line import Line
from systemdesign.sim.link import Link
from systemdesign.sim.lists import Lists
from systemdesign.sim.node import Node
from systemdesign.sim.records import Host, Records
from systemdesign.sim.replica import Replica
from systemdesign.sim.request import (
    Lost,
    Refused,
    Reply,
    Request,
    ServiceError,
    TimedOut,
    Unavailable,
    WebReply,
    WebRequest,
    with_timeout,
)
from systemdesign.sim.rows import Rows
from systemdesign.sim.server import Server
from systemdesign.sim.store import Store
from systemdesign.sim.table import Table
from systemdesign.sim.topic import Topic
from systemdesign.sim.trace import Trace
from systemdesign.sim.versioned import Versioned
from systemdesign.sim.versions.errors import Conflict, Deadlock, Duplicate
from systemdesign.sim.wire import Wire
from systemdesign.sim.workload import bursts, closed_loop, draws, open_loop, poisson, recorded, requests, steady
from systemdesign.sim.zipf import Zipf

__all__ = [
    "Conflict",
    "Database",
    "Deadlock",
    "Desk",
    "Disk",
    "Distribution",
    "Duplicate",
    "Files",
    "Graph",
    "Host",
    "Keys",
    "Ledger",
    "Life",
    "Line",
    "Link",
    "Lists",
    "Lost",
    "Node",
    "Records",
    "Refused",
    "Replica",
    "Reply",
    "Request",
    "Rows",
    "Server",
    "ServiceError",
    "Store",
    "Table",
    "TimedOut",
    "Topic",
    "Trace",
    "Unavailable",
    "Versioned",
    "WebReply",
    "WebRequest",
    "Wire",
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
    "framed",
    "gamma",
    "hyperexponential",
    "lognormal",
    "open_loop",
    "poisson",
    "recorded",
    "requests",
    "steady",
    "unframed",
    "uniform",
    "with_timeout",
    "with_variability",
]
