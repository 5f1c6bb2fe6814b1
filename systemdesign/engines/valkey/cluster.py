"""A Valkey Cluster on this machine: its slots, its redirections, and slots that move."""

import time
from contextlib import ExitStack

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.valkey.server import Valkey, connect

HOST = "127.0.0.1"
SLOTS = 16_384
BATCH = 5  # keys in one step of a move: their node answers nobody meanwhile


class ValkeyCluster:
    """`nodes` real Valkey servers that share the slots evenly, as a context manager. No replicas."""

    def __init__(self, nodes=3):
        self.size, self.nodes, self._stack = nodes, [], ExitStack()

    def __enter__(self):
        try:
            for _ in range(self.size):
                node = Valkey(cluster_enabled="yes", cluster_node_timeout=2000, cluster_require_full_coverage="no")
                self.nodes.append(self._stack.enter_context(node))
            self._form()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *exc):
        self._stack.close()

    def _form(self):
        """What `valkey-cli --cluster create` does: hand out slots, number the nodes, introduce them."""
        for number, node in enumerate(self.nodes):
            start, end = (SLOTS * n // self.size for n in (number, number + 1))
            node.client.execute_command("CLUSTER ADDSLOTSRANGE", start, end - 1)
            node.client.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
            self.nodes[0].client.execute_command("CLUSTER MEET", HOST, node.port)
        self.nodes[0].process.wait_until(lambda: all(map(self._agrees, self.nodes)), within=30)

    def _agrees(self, node):
        info = node.client.execute_command("CLUSTER INFO")
        told = info if isinstance(info, dict) else dict(line.split(":") for line in info.decode().split())
        return told["cluster_state"] == "ok" and int(told["cluster_slots_assigned"]) == SLOTS

    def slot(self, key):
        """The slot of a key, as the engine computes it."""
        return self.nodes[0].client.execute_command("CLUSTER KEYSLOT", key)

    def migrate(self, slots, source, target):
        """Move slots from one node to another, key by key, while both serve (Valkey documentation, CLUSTER SETSLOT)."""
        names = {node: _text(node.client.execute_command("CLUSTER MYID")) for node in (source, target)}
        others = [node for node in self.nodes if node not in (source, target)]
        for number in slots:
            target.client.execute_command("CLUSTER SETSLOT", number, "IMPORTING", names[source])
            source.client.execute_command("CLUSTER SETSLOT", number, "MIGRATING", names[target])
            while keys := source.client.execute_command("CLUSTER GETKEYSINSLOT", number, BATCH):
                source.client.execute_command("MIGRATE", HOST, target.port, "", 0, 5000, "KEYS", *keys)
            for node in (target, source, *others):  # the new owner first, or a crash could leave it nobody's
                node.client.execute_command("CLUSTER SETSLOT", number, "NODE", names[target])


class Follower:
    """A plain client that starts at one node and goes where it is sent.

    MOVED says where a slot lives from now on: it is remembered. ASK says where this one request should go,
    while the slot is on its way: it is not.
    """

    def __init__(self, port, patience=10.0):
        self.port, self.patience, self.clients, self.homes = port, patience, {}, {}
        self.redirected = []  # (time.perf_counter(), what it was told: "MOVED 866 127.0.0.1:7001")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        for client in self.clients.values():
            client.close()

    def execute(self, command, key, *rest):
        """Send a command about one key. EngineFailed when it has been sent about for too long."""
        import valkey
        from valkey.crc import key_slot

        end = time.monotonic() + self.patience
        port, asking = self.homes.get(key_slot(key.encode()), self.port), False
        while time.monotonic() < end:
            try:
                return self._send(port, asking, command, key, *rest)
            except valkey.exceptions.ResponseError as error:
                port, asking = self._told(str(error), error)
        raise EngineFailed(f"{command} {key} was sent from node to node for {self.patience:g} s.")

    def _told(self, text, error):
        """Where to go now, and whether to say ASKING there."""
        kind, *where = text.split()
        if kind not in ("MOVED", "ASK"):
            raise error
        number, port = int(where[0]), int(where[1].rpartition(":")[2])
        self.redirected.append((time.perf_counter(), text))
        if kind == "MOVED":
            self.homes[number] = port
        return port, kind == "ASK"

    def _send(self, port, asking, *command):
        if port not in self.clients:
            self.clients[port] = connect(port)
        if not asking:
            return self.clients[port].execute_command(*command)
        pipeline = self.clients[port].pipeline(transaction=False)  # ASKING counts for the next command alone
        pipeline.execute_command("ASKING")
        pipeline.execute_command(*command)
        return pipeline.execute()[-1]


def _text(value):
    return value.decode() if isinstance(value, bytes) else value
