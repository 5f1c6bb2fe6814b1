"""Who has which slots, as each node of a cluster says it (Redis documentation, Cluster specification)."""

from systemdesign.distributed_cache.replies import OK, Error
from systemdesign.distributed_cache.slots import SLOTS, slot

HOST = "127.0.0.1"


class Cluster:
    """The slots, shared evenly by the nodes at `ports`, as the node at `port` sees them. They never move.

    A cluster of Redis's keeps the shares in each node and lets them gossip; here all were told at the start.
    """

    def __init__(self, ports, port):
        self.ports, self.port = list(ports), port
        bounds = [SLOTS * number // len(ports) for number in range(len(ports) + 1)]
        self.shares = [(first, end - 1, owner) for first, end, owner in zip(bounds, bounds[1:], ports)]

    def owner(self, number):
        """The port of a slot's node."""
        return next(port for first, last, port in self.shares if first <= number <= last)

    def guard(self, keys):
        """Raise Error where keys are of several slots, or another node's."""
        slots = {slot(key) for key in keys}
        if len(slots) > 1:
            raise Error("CROSSSLOT Keys in request don't hash to the same slot")
        for number in slots:
            if (port := self.owner(number)) != self.port:
                raise Error(f"MOVED {number} {HOST}:{port}")

    def add_to(self, engine):
        """Teach an engine its commands."""
        answers = {b"KEYSLOT": lambda key: slot(key), b"MYID": lambda: name(self.port).encode(), b"INFO": self.info,
                   b"SLOTS": self.slots, b"SHARDS": self.shards, b"NODES": self.nodes,
                   b"COUNTKEYSINSLOT": lambda number: len(inside(engine, number)),
                   b"GETKEYSINSLOT": lambda number, most: inside(engine, number)[: int(most)]}

        @engine.commands.add("cluster", -2)
        def cluster(engine, what, *words):
            try:
                return answers[what.upper()](*words)
            except (KeyError, TypeError, ValueError):
                raise Error(f"ERR unknown subcommand or wrong number of arguments for '{what.decode('latin-1')}'. "
                            "Try CLUSTER SLOTS.") from None

        @engine.commands.add("readonly readwrite asking", 1)
        def readonly(engine):
            """There are no replicas in this cluster to read from, and no slots under way."""
            return OK

    def info(self):
        """CLUSTER INFO."""
        known = {"state": "ok", "slots_assigned": SLOTS, "slots_ok": SLOTS, "slots_pfail": 0, "slots_fail": 0,
                 "known_nodes": len(self.ports), "size": len(self.ports), "current_epoch": 1, "my_epoch": 1}
        return "".join(f"cluster_{field}:{value}\r\n" for field, value in known.items()).encode()

    def slots(self):
        """CLUSTER SLOTS: for each share its bounds and its node."""
        return [[first, last, [HOST.encode(), port, name(port).encode(), []]] for first, last, port in self.shares]

    def shards(self):
        """CLUSTER SHARDS: the same, with what each node is called."""
        return [{b"slots": [first, last], b"nodes": [{
            b"id": name(port).encode(), b"port": port, b"ip": HOST.encode(), b"endpoint": HOST.encode(),
            b"role": b"master", b"replication-offset": 0, b"health": b"online"}]} for first, last, port in self.shares]

    def nodes(self):
        """CLUSTER NODES: a line to each."""
        lines = [f"{name(port)} {HOST}:{port}@{port} {'myself,' * (port == self.port)}master - 0 0 {number} connected "
                 f"{first}-{last}\n" for number, (first, last, port) in enumerate(self.shares, 1)]
        return "".join(lines).encode()


def inside(engine, number):
    """The keys of a slot."""
    return [key for key in engine.values if slot(key) == int(number)]


def name(port):
    """A node's name: forty letters that say no more than its port."""
    return f"{port:040x}"
