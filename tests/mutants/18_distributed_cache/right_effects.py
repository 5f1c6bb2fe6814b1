"""Right answers of another shape: a log of effects instead of requests."""


# %% part-1
class Parser:
    """Finds the requests in a stream of bytes."""

    def feed(self, data):
        """The requests that are complete now. Raises Malformed where there is none to come."""
        return []


def encoded(reply):
    """A reply, as it goes over the wire."""
    return b"+OK\r\n"


# %% part-2
class Engine:
    """Keys and their values."""

    def execute(self, request, now):
        """The reply to one request."""
        return "PONG"


# %% part-3
class Log:
    """After each request the log has what has become of its key."""

    def __init__(self, disk, name, keys, policy="always"):
        self.disk, self.file, self.spare, self.keys, self.policy = disk, name, f"{name}.new", keys, policy
        self.synced, self.dirty, self.late = None, False, {}
        read = unframed(disk.read(name))
        for effect, _ in read:
            keys.execute(effect, None)
        whole = read[-1][1] if read else 0
        if len(disk.read(name)) != whole:
            disk.cut(name, whole)

    def effect(self, key):
        if key not in self.keys.values:
            return [b"DEL", key]
        end = self.keys.ends.get(key)
        return [b"SET", key, self.keys.values[key]] + ([b"PXAT", str(end).encode()] if end is not None else [])

    def execute(self, request, now):
        key, before = request[1], self.effect(request[1])
        over = key in self.keys.over(now)
        reply = self.keys.execute(request, now)
        if self.effect(key) != before or over:
            size = len(self.disk.read(self.file))
            self.disk.append(self.file, framed(self.effect(key)))
            self.dirty = True
            try:
                self.tick(now)
            except Unavailable:
                self.disk.cut(self.file, size)
                self.keys.execute(before, None)
                raise
            self.late[key] = self.effect(key)
        elif request[0] not in (b"GET", b"PEXPIRETIME"):
            self.tick(now)
        return reply

    def tick(self, now):
        if not self.dirty or self.policy == "no":
            return
        if self.policy == "always" or self.synced is None or now - self.synced >= 1:
            self.disk.sync(self.file)
            self.dirty, self.synced = False, now

    def rewrite(self):
        self.late = {}
        self.disk.cut(self.spare, 0)
        self.disk.append(self.spare, b"")
        for key in list(self.keys.values):
            self.disk.append(self.spare, framed(self.effect(key)))
            yield key
        for effect in self.late.values():
            self.disk.append(self.spare, framed(effect))
        self.disk.sync(self.spare)
        self.disk.rename(self.spare, self.file)
        self.dirty = False


# %% part-4
class Primary:
    """Remembers all requests, and where each began; the backlog is counted when it is asked for."""

    def __init__(self, id, keys, backlog):
        self.id, self.keys, self.backlog = id, keys, backlog
        self.all = bytearray()

    @property
    def offset(self):
        return len(self.all)

    def write(self, request):
        reply = self.keys.execute(list(request), None)
        self.all += framed(request)
        return reply

    def messages(self, id, offset):
        mine = id == self.id and self.offset - self.backlog <= offset <= self.offset and offset >= 0
        if mine:
            rest = bytes(self.all[offset:])
            return [("log", self.id, offset, rest)] if rest else []
        copy = b""
        for key, value in sorted(self.keys.values.items()):
            copy += framed([b"SET", key, value])
            if key in self.keys.ends:
                copy += framed([b"PEXPIREAT", key, str(self.keys.ends[key]).encode()])
        return [("copy", self.id, self.offset, len(copy), 0, copy)]


class Replica:
    """Has bytes by their places; what is whole at its offset is executed."""

    def __init__(self):
        self.id, self.offset = None, 0
        self.keys, self.bytes, self.pieces = Keys(), {}, []

    def hear(self, kind, id, offset, *rest):
        if kind == "log":
            if id == self.id:
                self.log(offset, *rest)
            return
        size, place, data = rest
        if place == 0:
            self.pieces = []
        self.pieces.append(data)
        if sum(map(len, self.pieces)) == size:
            self.keys, self.bytes = Keys(), {}
            for request, _ in unframed(b"".join(self.pieces)):
                self.keys.execute(request, None)
            self.id, self.offset, self.pieces = id, offset, []

    def log(self, offset, data):
        come = self.offset + len(self.bytes)
        if offset > come:
            return
        for place, byte in enumerate(data, offset):
            if place >= come:
                self.bytes[place] = byte
        while True:
            waiting = unframed(bytes(self.bytes[place] for place in sorted(self.bytes)))
            if not waiting:
                return
            request, end = waiting[0]
            self.keys.execute(request, None)
            for place in range(self.offset, self.offset + end):
                del self.bytes[place]
            self.offset += end

    def read(self, key, now):
        end = self.keys.ends.get(key)
        if end is not None and end <= round(1000 * now):
            return None
        return self.keys.execute([b"GET", key], None)


# %% part-5
def slot(key):
    """The slot of a key."""
    return 0


class Slots:
    """Who has which slots."""

    def __init__(self, table, me):
        self.table, self.me = table, me

    def refused(self, keys):
        """An Error for keys that are not served here, or None."""


class Room:
    """Keys and values in a limited room."""

    def __init__(self, limit, policy, rng):
        self.limit, self.policy, self.rng = limit, policy, rng
