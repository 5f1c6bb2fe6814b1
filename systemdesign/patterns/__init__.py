"""The course's components, one module each."""

from systemdesign.patterns.balancer import LoadBalancer
from systemdesign.patterns.health import HealthChecks, PassiveChecks
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

__all__ = [
    "POLICIES",
    "ConsistentByClient",
    "HealthChecks",
    "Layer4",
    "Layer7",
    "LeastConnections",
    "LoadBalancer",
    "PassiveChecks",
    "PowerOfTwoChoices",
    "Random",
    "RoundRobin",
    "Weighted",
    "policy",
]
