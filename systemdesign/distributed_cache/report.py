"""What INFO tells of a running server, section by section, and what CONFIG shows and changes of it."""

import os

from systemdesign.distributed_cache.log import POLICIES
from systemdesign.distributed_cache.settings import refused

FIXED = "can't set immutable config"  # in Valkey's words


def report(server):
    """Let a server's engine tell more than about its keys."""
    node, engine, log = server.node, server.node.engine, server.node.log
    engine.report |= {
        "clients": lambda engine: {"connected_clients": len(server.connections), "maxclients": server.most,
                                   "blocked_clients": len(engine.queues)},
        "persistence": lambda engine: kept(node), "replication": lambda engine: told(node),
        "cluster": lambda engine: {"cluster_enabled": int(node.cluster is not None)}}
    more(engine, "server", lambda engine: {"process_id": os.getpid(), "tcp_port": server.port})
    more(engine, "stats", lambda engine: {
        "total_commands_processed": server.requests, "sync_full": node.primary.full,
        "sync_partial_ok": node.primary.partial})
    fixed = {b"appendonly": b"yes" if log else b"no", b"maxclients": b"%d" % server.most, b"port": b"%d" % server.port}
    engine.settings |= fixed | {b"appendfsync": log.policy.encode() if log else b"no"}
    engine.settings.setters |= {name: refusing(name.decode(), FIXED) for name in fixed}
    engine.settings.setters[b"appendfsync"] = syncing(log) if log else refusing("appendfsync", "there is no log")


def refusing(name, why):
    """A setter of what cannot be changed."""
    def refuse(value):
        raise refused(name, why)

    return refuse


def syncing(log):
    """The setter of a log's policy."""
    def choose(text):
        policy = text.decode("latin-1").lower()
        if policy not in POLICIES:
            raise refused("appendfsync", f"argument(s) must be one of the following: {', '.join(POLICIES)}")
        log.obey(policy)
        return policy.encode()

    return choose


def more(engine, section, tell):
    """Let a section of INFO tell more than before."""
    before = engine.report[section]
    engine.report[section] = lambda engine: before(engine) | tell(engine)


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
