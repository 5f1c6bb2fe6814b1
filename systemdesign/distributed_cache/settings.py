"""What CONFIG shows and changes, and what INFO tells."""

from systemdesign.distributed_cache.memory import POLICIES, Memory, size
from systemdesign.distributed_cache.numbers import read_bytes
from systemdesign.distributed_cache.replies import Error

IDLE = dict.fromkeys(
    b"list-max-listpack-size list-max-ziplist-size list-compress-depth set-max-intset-entries set-max-listpack-entries"
    b" set-max-listpack-value hash-max-listpack-entries hash-max-listpack-value hash-max-ziplist-entries"
    b" hash-max-ziplist-value zset-max-listpack-entries zset-max-listpack-value zset-max-ziplist-entries"
    b" zset-max-ziplist-value".split(), b"128")
"""How Redis packs small collections: programs set it, and here it changes nothing."""


class Settings(dict):
    """{name: value}, both in bytes. `setters[name](value)` makes a new value true, and gives the one to show."""

    def __init__(self, engine):
        super().__init__({b"maxmemory": b"0", b"maxmemory-policy": b"allkeys-lru", b"save": b"", **IDLE})
        self.engine = engine
        self.setters = {b"maxmemory": self.limit, b"maxmemory-policy": self.choose}

    def change(self, name, value):
        """CONFIG SET: raises Error where there is no such setting, or it cannot have such a value."""
        if name not in self:
            raise Error(f"ERR Unknown option or number of arguments for CONFIG SET - '{name.decode('latin-1')}'")
        self[name] = self.setters[name](value) if name in self.setters else value

    def limit(self, text):
        """Set how much memory there is: b"10mb", or b"0" for no limit."""
        limit = read_bytes(text)
        if limit is None:
            raise refused("maxmemory", "argument must be a memory value")
        self.engine.memory = Memory(self.engine, limit, self[b"maxmemory-policy"].decode()) if limit else None
        return b"%d" % limit

    def choose(self, text):
        """Set who goes when memory is full."""
        policy = text.decode("latin-1").lower()
        if policy not in POLICIES:
            raise refused("maxmemory-policy", f"argument(s) must be one of the following: {', '.join(POLICIES)}")
        if self.engine.memory:
            self.engine.memory.policy = policy
        return policy.encode()


def refused(name, why):
    """What to say to a value that a setting cannot have."""
    return Error(f"ERR CONFIG SET failed (possibly related to argument '{name}') - {why}")


def told(engine):
    """The section "server" of INFO."""
    return {"redis_version": engine.version.decode(), "redis_mode": engine.mode.decode()}


def weighed(engine):
    """The section "memory" of INFO, by our own rule of counting."""
    used = engine.memory.used if engine.memory else sum([size(*pair) for pair in engine.values.items()])
    policy = engine.settings[b"maxmemory-policy"].decode()
    return {"used_memory": used, "maxmemory": engine.memory.limit if engine.memory else 0, "maxmemory_policy": policy}


def connected(engine):
    """The section "clients" of INFO."""
    return {"blocked_clients": len(engine.queues)}


def happened(engine):
    """The section "stats" of INFO."""
    return {"expired_keys": engine.expired, "evicted_keys": engine.memory.evicted if engine.memory else 0}


def counted(engine):
    """The section "keyspace" of INFO."""
    return {"db0": f"keys={len(engine)},expires={len(engine.ends)},avg_ttl=0"} if len(engine) else {}
