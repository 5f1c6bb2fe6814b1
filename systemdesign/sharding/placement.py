"""Maps that say which node a key belongs to, by name."""

from systemdesign.sharding.jump import Jump
from systemdesign.sharding.modulo import Modulo
from systemdesign.sharding.rendezvous import Rendezvous
from systemdesign.sharding.ring import Ring
from systemdesign.sharding.slots import Slots

PLACEMENTS = {"modulo": Modulo, "ring": Ring, "rendezvous": Rendezvous, "jump": Jump, "slots": Slots}
"""Maps from keys to nodes, by name. Each is made of the nodes, and says the `owner` of a key."""


def placement(name, nodes):
    """A new map, by its name, of keys to these nodes."""
    if name not in PLACEMENTS:
        raise ValueError(f"no placement is called {name!r}; there are {', '.join(map(repr, PLACEMENTS))}")
    return PLACEMENTS[name](nodes)
