"""The course's components, one module each."""

from systemdesign.patterns.balancer import LoadBalancer
from systemdesign.patterns.fingerprint import fingerprint
from systemdesign.patterns.health import HealthChecks, PassiveChecks
from systemdesign.patterns.jump import Jump
from systemdesign.patterns.layers import Layer4, Layer7
from systemdesign.patterns.policies import (
    POLICIES,
    ConsistentByClient,
    LeastConnections,
    PowerOfTwoChoices,
    Random,
    RoundRobin,
    Weighted,
    policy,
)
from systemdesign.patterns.rebalance import Handover, changed, key_by_key
from systemdesign.patterns.rendezvous import Rendezvous
from systemdesign.patterns.ring import Ring
from systemdesign.patterns.sharding import Modulo, Shard, ShardedDatabase, placement
from systemdesign.patterns.slots import Slots, slot
from systemdesign.patterns.spreading import BoundedLoads, Copies
from systemdesign.patterns.witness import Witness

__all__ = [
    "POLICIES",
    "BoundedLoads",
    "ConsistentByClient",
    "Copies",
    "Handover",
    "HealthChecks",
    "Jump",
    "Layer4",
    "Layer7",
    "LeastConnections",
    "LoadBalancer",
    "Modulo",
    "PassiveChecks",
    "PowerOfTwoChoices",
    "Random",
    "Rendezvous",
    "Ring",
    "RoundRobin",
    "Shard",
    "ShardedDatabase",
    "Slots",
    "Weighted",
    "Witness",
    "changed",
    "fingerprint",
    "key_by_key",
    "placement",
    "policy",
    "slot",
]
