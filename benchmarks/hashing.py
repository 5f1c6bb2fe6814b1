"""Placing keys: a big ring built, a million keys mapped, beside uhashring."""

import sys
import time

from systemdesign.sharding.jump import Jump
from systemdesign.sharding.modulo import Modulo
from systemdesign.sharding.rendezvous import Rendezvous
from systemdesign.sharding.ring import Ring
from systemdesign.sharding.slots import Slots, slot

NODES, VIRTUAL, KEYS = 1000, 100, 1_000_000
REPEATS = 3
BAR = 1.0  # at least as fast as uhashring, to build and to map
STATED = {"to build": 0.25, "to map": 4.0}  # s of processor time on the reference machine: twice what chapter 9 says


def peer(names):
    """uhashring's ring of the same kind: as many points a node, hashed as it does by default."""
    from uhashring import HashRing

    return HashRing(nodes={name: {"weight": 1, "vnodes": VIRTUAL} for name in names})


def spent(work):
    """Seconds of processor time, and the result: the machine may be busy with other things."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def least(work):
    return min(spent(work)[0] for _ in range(REPEATS))


def mapped(owner, keys):
    """Microseconds of processor time a key."""
    return 1e6 * least(lambda: [owner(key) for key in keys]) / len(keys)


def builds(names):
    """Seconds to build each ring."""
    return {"Ring": least(lambda: Ring(names, VIRTUAL)), "uhashring": least(lambda: peer(names))}


def placements(names):
    """What finds the owner of a key, by name, and how many keys to ask it for."""
    few = names[:10]
    return {
        "Ring": (Ring(names, VIRTUAL).owner, KEYS),
        "uhashring": (peer(names).get_node, KEYS // 10),
        "Jump, 1,000 nodes": (Jump(names).owner, KEYS // 10),
        "Rendezvous, 10 nodes": (Rendezvous(few).owner, KEYS // 100),
        "Slots, 10 nodes": (Slots(few).owner, KEYS // 10),
        "slot": (slot, KEYS // 10),
        "Modulo": (Modulo(names).owner, KEYS // 10),
    }


def main():
    """Print both tables; 1 if the ring is slower than its peer or than stated, else 0."""
    names, keys = [f"node-{number}" for number in range(NODES)], [f"user:{number}" for number in range(KEYS)]
    built = builds(names)
    print(f"\nA ring of {NODES:,} nodes with {VIRTUAL} points each, seconds to build\n")
    for name, seconds in built.items():
        print(f"{name:24}{seconds:10.3f}{built['uhashring'] / seconds:10.1f} × uhashring's speed")
    costs = {name: mapped(owner, keys[:count]) for name, (owner, count) in placements(names).items()}
    print("\nThe owner of a key, seconds for a million\n")
    for name, cost in costs.items():
        print(f"{name:24}{cost:10.3f}{costs['uhashring'] / cost:10.1f} × uhashring's speed")
    slow = list(missed({"to build": built, "to map": costs}))
    for line in slow:
        print(f"\n{line}")
    return 1 if slow else 0


def missed(tables):
    """What is slower than it must be, in words."""
    for what, table in tables.items():
        ours, theirs = table["Ring"], table["uhashring"]
        if theirs / ours < BAR:
            yield f"Ring takes {ours:.3f} s {what}, and uhashring {theirs:.3f} s"
        if ours > STATED[what]:
            yield f"Ring takes {ours:.3f} s {what}, and was said to take less than {STATED[what]} s"


if __name__ == "__main__":
    sys.exit(main())
