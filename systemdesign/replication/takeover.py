"""A real PostgreSQL with two standbys that take over: one that was cut off, and one that is only late."""

import time
from contextlib import ExitStack
from dataclasses import dataclass

from systemdesign.engines.cable.cable import Cable
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.replication.servers import (
    RECEIVED,
    WRITTEN,
    ask,
    client,
    start_primary,
    start_standby,
    value,
    wait_for,
)

COUNT = "select count(*) from entry"
STATE = "select state from pg_stat_replication where application_name = 'far'"


@dataclass(frozen=True, kw_only=True)
class TakeoverPlan(Plan):
    """Entries in a primary with two standbys: "far", behind a cable, and "late", which applies `delay` seconds late.

    So many entries are written `before` the cable is cut, so many `after` it, and so many `beyond` the promotion of
    "far". It is cut when "far" has received all. At last the old primary is killed, and "late" is promoted.
    """

    before: int = 100
    after: int = 100
    beyond: int = 100
    delay: float = 60.0


@dataclass(frozen=True)
class Takeover(Result):
    """What came of a TakeoverPlan.

    The old primary acknowledged all entries. Of those of each part, before, after and beyond, "far" had `lost` so many
    when it was promoted, which took `seconds`; it then `took` entries of its own. The old primary still said this
    `state` of its link to "far" at the end. At its death "late" had `shown` so many of all the entries, and after its
    own promotion it had `kept` so many.
    """

    lost: list
    seconds: float
    took: int
    state: str
    shown: int
    kept: int

    @property
    def acknowledged(self):
        """How many entries the old primary acknowledged."""
        return self.plan.before + self.plan.after + self.plan.beyond


@measurement("postgres", TakeoverPlan, Takeover)
def takeover(plan):
    """Two promotions, with the old primary alive and dead (see TakeoverPlan): a `Takeover`."""
    with ExitStack() as stack:
        primary = start_primary(stack)
        cable = stack.enter_context(Cable(primary.port))
        far = start_standby(stack, primary, "far", cable.port)
        late = start_standby(stack, primary, "late", recovery_min_apply_delay=f"{plan.delay:g}s")
        return {**cut_off(plan, client(stack, primary), cable, far), **only_late(primary, late)}


def cut_off(plan, writer, cable, far):
    """Promote the one that the cable no longer reaches, while the old primary goes on."""
    before = enter(writer, "before", plan.before)
    wait_for(far, RECEIVED, value(writer, WRITTEN))
    cable.cut()
    after = enter(writer, "after", plan.after)
    start = time.monotonic()
    far.promote()
    seconds = time.monotonic() - start
    beyond = enter(writer, "beyond", plan.beyond)
    with far.connect() as connection:
        own = enter(connection, "own", plan.beyond)
        has = {name for name, in connection.execute("select name from entry")}
    return {"lost": [len(part - has) for part in (before, after, beyond)], "seconds": seconds, "took": len(own & has),
            "state": value(writer, STATE)}


def only_late(primary, late):
    """Kill the primary and promote the one that has received what it has not applied."""
    primary.kill()
    shown = ask(late, COUNT)
    late.promote()
    return {"shown": shown, "kept": ask(late, COUNT)}


def enter(connection, part, many):
    """Write so many entries, a commit for each: the set of their names, once all are acknowledged."""
    names = [f"{part} {number}" for number in range(many)]
    for name in names:
        connection.execute("insert into entry values (%s)", (name,))
    return set(names)
