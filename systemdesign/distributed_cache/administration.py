"""What a server is told about itself: to save, to follow another one, to wait for its replicas, to end."""

import os

from systemdesign.distributed_cache.connection import SILENCE, Later
from systemdesign.distributed_cache.numbers import whole
from systemdesign.distributed_cache.replies import OK, Error, Status

NUMBER = "ERR value is not an integer or out of range"


def teach(server):
    """Teach a server's engine the commands that need more than keys, and what INFO and ROLE tell."""
    node, engine = server.node, server.node.engine
    add = engine.commands.add
    replicate(server, add)
    keep(server, add)
    if node.cluster:
        engine.mode = b"cluster"
        node.cluster.add_to(engine)
        engine.report["cluster"] = lambda engine: {"cluster_enabled": 1}
    more(engine, "server", lambda engine: {"process_id": os.getpid(), "tcp_port": server.port})
    engine.report["clients"] = lambda engine: {"connected_clients": len(server.connections), "maxclients": server.most,
                                                "blocked_clients": len(engine.queues)}
    engine.report["persistence"] = lambda engine: kept(node)
    engine.report["replication"] = lambda engine: told(node)
    more(engine, "stats", lambda engine: {
        "total_commands_processed": server.requests, "sync_full": node.primary.full,
        "sync_partial_ok": node.primary.partial})
    log = node.log
    engine.settings |= {b"appendonly": b"yes" if log else b"no", b"maxclients": b"%d" % server.most,
                        b"appendfsync": log.policy.encode() if log else b"no", b"port": b"%d" % server.port}


def more(engine, section, tell):
    """Let a section of INFO tell more than before."""
    before = engine.report[section]
    engine.report[section] = lambda engine: before(engine) | tell(engine)


def replicate(server, add):
    """REPLICAOF, PSYNC, REPLCONF, ROLE, WAIT."""
    node = server.node

    @add("replicaof slaveof", 3)
    def replicaof(engine, host, port):
        if (host.upper(), port.upper()) == (b"NO", b"ONE"):
            server.unfollow()
            node.promote()
        elif whole(port) is None:
            raise Error("ERR Invalid master port")
        elif node.cluster:
            raise Error("ERR REPLICAOF not allowed in cluster mode.")
        else:
            server.follow(host.decode("latin-1"), int(port))
        return OK

    @add("psync", 3, at_once=True)
    def psync(engine, name, position):
        if whole(position) is None:
            raise Error(NUMBER)
        engine.session.connection.commit()
        node.primary.attach(engine.session.connection.send, name.decode("latin-1"), int(position), node.pieces)
        return SILENCE

    @add("replconf", -1)
    def replconf(engine, *words):
        if words[0].upper() != b"ACK":
            return OK
        node.primary.confirmed(engine.session.connection.send, int(words[1]))
        return SILENCE

    @add("role", 1)
    def role(engine):
        if node.above:
            host, port = node.above
            return [b"slave", host.encode(), port, told(node)["master_link_status"].encode(), node.replica.position]
        return [b"master", node.primary.end, [[b"127.0.0.1", b"0", b"%d" % (position or 0)]
                                              for position in node.primary.links.values()]]

    @add("wait", 3, at_once=True)
    def wait(engine, count, milliseconds):
        if engine.session.queue is not None:
            raise Error("ERR WAIT inside MULTI is not allowed")
        if node.above:
            raise Error("ERR WAIT cannot be used with replica instances.")
        count, milliseconds = whole(count), whole(milliseconds)
        if count is None or milliseconds is None or milliseconds < 0:
            raise Error(NUMBER)
        engine.session.connection.commit()
        seconds = milliseconds / 1000 if milliseconds else None
        return Later(node.primary.wait(engine.session.connection.written, count, seconds))


def keep(server, add):
    """SAVE, BGSAVE, LASTSAVE, BGREWRITEAOF, SHUTDOWN."""
    node = server.node

    @add("save", 1, at_once=True)
    def save(engine):
        return Later(server.save())

    @add("bgsave", -1)
    def bgsave(engine, *words):
        server.tasks.create_task(server.save())
        return Status(b"Background saving started")

    @add("lastsave", 1)
    def lastsave(engine):
        return int(server.saved)

    @add("bgrewriteaof", 1)
    def bgrewriteaof(engine):
        if not node.log:
            raise Error("ERR There is no append only file.")
        if node.log.rewriting:
            raise Error("ERR Background append only file rewriting already in progress")
        server.tasks.create_task(node.rewrite())
        return Status(b"Background append only file rewriting started")

    @add("shutdown", -1)
    def shutdown(engine, *words):
        server.stop.set()
        return SILENCE


def kept(node):
    """The section "persistence" of INFO."""
    log = node.log
    if not log:
        return {"loading": 0, "aof_enabled": 0}
    return {"loading": 0, "aof_enabled": 1, "aof_rewrite_in_progress": int(log.rewriting),
            "aof_last_write_status": "err" if log.broken else "ok", "aof_current_size": log.disk.end,
            "aof_base_size": node.rewritten, "aof_rewrites": log.rewrites, "aof_syncs": log.syncs,
            "aof_unsynced": log.end - log.safe}


def told(node):
    """The section "replication" of INFO."""
    primary, fields = node.primary, {"role": "master"}
    if node.above:
        (host, port), link = node.above, "up" if node.replica.state == "hearing" else "down"
        fields = {"role": "slave", "master_host": host, "master_port": port, "master_link_status": link,
                  "slave_repl_offset": node.replica.position}
    replicas = {f"slave{number}": f"ip=127.0.0.1,port=0,state=online,offset={position or 0}"
                for number, position in enumerate(primary.links.values())}
    return fields | {"connected_slaves": len(replicas), **replicas, "master_replid": primary.name,
                     "master_replid2": primary.former[0] or "0" * 40, "master_repl_offset": primary.end,
                     "repl_backlog_first_byte_offset": primary.start}
