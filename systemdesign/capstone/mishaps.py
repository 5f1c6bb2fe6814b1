"""What befalls a shop on a day: its faults, and the changes of its products."""

from functools import partial
from math import inf

from systemdesign.capstone.settings import CUT, REPAIR, SLOWER, TAKEOVER
from systemdesign.capstone.traffic import fate, updates
from systemdesign.sim.faults import at


def mishaps(shop, seed, without=()):
    """All that happens to a Shop on this day, apart from its clients: a schedule for `sim.faults`.

    `without` names faults (of FAULTS) that don't come.
    """
    times, victim = fate(seed, without)
    road = shop.roads[victim % len(shop.roads)]
    frozen = shop.instances[(victim + 1) % len(shop.instances)]
    database, payment, death = shop.database, shop.payment, times["primary dies"][0]
    comes = [
        *during(times["fails fast"], road.fail, road.mend),
        *during(times["freeze"], frozen.freeze, frozen.thaw),
        *during(times["slow database"], partial(database.slow, SLOWER), partial(database.slow, 1)),
        *during(times["payment hangs"], payment.hang, payment.recover),
        at(death - CUT, database.cut),
        at(death, database.die),
        at(death + (TAKEOVER if database.followers else REPAIR), database.take_over),
        at(times["cache emptied"][0], shop.store.entries.clear),
    ]
    changes = [at(time, database.change, product) for time, product in updates(seed)]
    return [fault for fault in comes if fault.time < inf] + changes


def during(stretch, begins, ends):
    """Two faults: what begins, and what is over."""
    return [at(time, act) for time, act in zip(stretch, (begins, ends))]
