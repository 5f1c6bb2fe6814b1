"""Which server gets this request: one small class per policy."""

from systemdesign.kernel import stream
from systemdesign.sim.fingerprint import bid, fingerprint, node_fingerprint


class Random:
    """Any server, evenly. Needs no state, ignores all there is to know."""

    counts = False  # whether the choice depends on `in_flight`

    def __init__(self, seed=None):
        self._seed, self._random = seed, None

    def choose(self, request, servers):
        """The server, one of `servers`, that gets this request."""
        random = self._random or self._stream()
        return servers[int(random() * len(servers))]

    def _stream(self):
        self._random = stream("policy", self._seed).random
        return self._random


class RoundRobin:
    """Each server in turn."""

    counts = False

    def __init__(self):
        self._turn = -1

    def choose(self, request, servers):
        self._turn = turn = (self._turn + 1) % len(servers)
        return servers[turn]


class Weighted:
    """Each server in turn, as often as its weight says, and as evenly spread as possible.

    nginx's smooth weighted round robin: every server earns its weight at each choice, the richest is
    chosen and pays the sum of the weights. Over a cycle of that sum each is chosen `weight` times exactly.
    """

    counts = False

    def __init__(self):
        self._credit = {}

    def choose(self, request, servers):
        credit, total, richest, most = self._credit, 0, None, float("-inf")
        for server in servers:
            weight = server.weight
            total += weight
            credit[server] = owned = credit.get(server, 0) + weight
            if owned > most:
                richest, most = server, owned
        credit[richest] -= total
        return richest


class LeastConnections(Random):
    """The server with the fewest requests in flight for its weight; ties are drawn by lot.

    A newcomer counts itself, so that among idle servers the one with the highest weight is first
    (the Linux Virtual Server's "shortest expected delay"). With equal weights: join the shortest queue.
    """

    counts = True

    def choose(self, request, servers):
        loads = [(server.in_flight + 1) / server.weight for server in servers]
        least = min(loads)
        if loads.count(least) == 1:
            return servers[loads.index(least)]
        random = self._random or self._stream()
        tied = [server for server, load in zip(servers, loads) if load == least]
        return tied[int(random() * len(tied))]


class PowerOfTwoChoices(Random):
    """Two different servers by lot, and of the two the less loaded (Mitzenmacher, 1996).

    It needs two numbers where least connections needs all of them.
    """

    counts = True

    def choose(self, request, servers):
        random, last = self._random or self._stream(), len(servers) - 1
        if not last:
            return servers[0]
        first = int(random() * (last + 1))
        second = int(random() * last)
        one, other = servers[first], servers[second + (second >= first)]
        better = (other.in_flight + 1) * one.weight < (one.in_flight + 1) * other.weight
        return other if better else one


class ConsistentByClient:
    """The same server for the same client, and when a server leaves only its own clients move.

    Rendezvous hashing with weights (chapter 09). A request without a client counts as the client None.
    """

    counts = False

    def choose(self, request, servers):
        client = fingerprint(request.client)
        return max(servers, key=lambda server: bid(client, node_fingerprint(server.name), server.weight))


POLICIES = {
    "random": Random,
    "round robin": RoundRobin,
    "weighted": Weighted,
    "least connections": LeastConnections,
    "power of two choices": PowerOfTwoChoices,
    "consistent": ConsistentByClient,
}


def policy_named(name, seed=None):
    """A new policy by its name. Anything with a `choose` method is a policy already, and returned as it is."""
    if hasattr(name, "choose"):
        return name
    if name not in POLICIES:
        raise ValueError(f"no policy is called {name!r}; there are {', '.join(map(repr, POLICIES))}")
    kind = POLICIES[name]
    return kind(seed) if issubclass(kind, Random) else kind()
