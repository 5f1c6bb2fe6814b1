"""What a server is told about itself: to save, to follow another one, to wait for its replicas, to end."""

from systemdesign.distributed_cache.connection import SILENCE, Later
from systemdesign.distributed_cache.numbers import whole
from systemdesign.distributed_cache.replies import OK, Error, Status
from systemdesign.distributed_cache.report import report, told

NUMBER = "ERR value is not an integer or out of range"


def teach(server):
    """Teach a server's engine the commands that need more than keys, and what INFO tells of them."""
    node, engine, orders = server.node, server.node.engine, Orders(server)
    for names, arity, order in (
            ("replicaof slaveof", 3, orders.replicaof), ("psync", 3, orders.psync), ("replconf", -1, orders.replconf),
            ("role", 1, orders.role), ("wait", 3, orders.wait), ("save", 1, orders.save), ("bgsave", -1, orders.bgsave),
            ("lastsave", 1, orders.lastsave), ("bgrewriteaof", 1, orders.bgrewriteaof),
            ("shutdown", -1, orders.shutdown)):
        engine.commands.add(names, arity, at_once=order in (orders.psync, orders.wait, orders.save))(order)
    if node.cluster:
        engine.mode = b"cluster"
        node.cluster.add_to(engine)
    report(server)


class Orders:
    """Commands as the table wants them: each takes the engine and its arguments, and gives a reply or raises Error."""

    def __init__(self, server):
        self.server, self.node = server, server.node

    def replicaof(self, engine, host, port):
        """REPLICAOF host port, or NO ONE."""
        if (host.upper(), port.upper()) == (b"NO", b"ONE"):
            self.server.unfollow()
            self.node.promote()
        elif not 0 < (whole(port) or 0) < 65_536:
            raise Error("ERR Invalid master port")
        elif self.node.cluster:
            raise Error("ERR REPLICAOF not allowed in cluster mode.")
        else:
            self.server.follow(host.decode("latin-1"), int(port))
        return OK

    def psync(self, engine, name, position):
        """PSYNC history position: from now on this connection is a replica's."""
        if whole(position) is None:
            raise Error(NUMBER)
        connection = engine.session.connection
        connection.commit()
        self.node.primary.attach(connection.send, name.decode("latin-1"), int(position), self.node.pieces)
        return SILENCE

    def replconf(self, engine, *words):
        """REPLCONF ACK position: what a replica has done. It hears nothing back."""
        if len(words) != 2 or words[0].upper() != b"ACK" or whole(words[1]) is None:
            return OK
        self.node.primary.confirmed(engine.session.connection.send, int(words[1]))
        return SILENCE

    def role(self, engine):
        """ROLE: of a primary with its replicas' positions, of a replica with its primary."""
        node = self.node
        if node.above:
            host, port = node.above
            return [b"slave", host.encode(), port, told(node)["master_link_status"].encode(), node.replica.position]
        replicas = [[b"127.0.0.1", b"0", b"%d" % (position or 0)] for position in node.primary.links.values()]
        return [b"master", node.primary.end, replicas]

    def wait(self, engine, count, milliseconds):
        """WAIT count milliseconds: how many replicas have this connection's writes, once so many do; 0 for no limit."""
        if engine.session.queue is not None:
            raise Error("ERR WAIT inside MULTI is not allowed")
        if self.node.above:
            raise Error("ERR WAIT cannot be used with replica instances.")
        count, milliseconds = whole(count), whole(milliseconds)
        if count is None or milliseconds is None or milliseconds < 0:
            raise Error(NUMBER)
        connection = engine.session.connection
        connection.commit()
        return Later(self.node.primary.wait(connection.written, count, milliseconds / 1000 or None))

    def save(self, engine):
        """SAVE: answered when the snapshot is on the disk; others are answered meanwhile."""
        if engine.session.queue is not None:
            raise Error("ERR SAVE inside MULTI is not allowed")
        return Later(self.server.save())

    def bgsave(self, engine, *words):
        """BGSAVE: answered at once."""
        self.server.tasks.create_task(self.server.save())
        return Status(b"Background saving started")

    def lastsave(self, engine):
        """LASTSAVE: when the last snapshot was made."""
        return int(self.server.saved)

    def bgrewriteaof(self, engine):
        """BGREWRITEAOF: a shorter log."""
        if not self.node.log:
            raise Error("ERR There is no append only file.")
        if self.node.log.rewriting:
            raise Error("ERR Background append only file rewriting already in progress")
        self.server.tasks.create_task(self.node.rewrite())
        return Status(b"Background append only file rewriting started")

    def shutdown(self, engine, *words):
        """SHUTDOWN: end in order."""
        self.server.stop.set()
        return SILENCE
