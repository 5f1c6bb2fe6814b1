"""Right answers of another shape: a sorted set kept in order by bisect."""


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
    """Each request with the moment at which it came: read again, all comes as it came."""

    def __init__(self, disk, name, keys, policy="always"):
        self.disk, self.name, self.keys, self.policy = disk, name, keys, policy
        self.unsafe, self.last, self.later = False, float("-inf"), None
        read = unframed(disk.read(name))
        for (then, *request), _ in read:
            try:
                keys.execute(request, None if then == b"-" else float(then))
            except ValueError:
                pass
        disk.cut(name, read[-1][1] if read else 0)

    def execute(self, request, now):
        if request[0] in (b"GET", b"PEXPIRETIME") and request[1] not in self.keys.over(now):
            return self.keys.execute(request, now)
        row = framed([repr(now).encode(), *request])
        self.disk.append(self.name, row)
        self.unsafe = True
        if self.later is not None:
            self.later.append(row)
        reply = self.keys.execute(request, now)
        self.tick(now)
        return reply

    def tick(self, now):
        wait = {"always": 0, "everysec": 1}.get(self.policy, float("inf"))
        if self.unsafe and now >= self.last + wait:
            self.disk.sync(self.name)
            self.unsafe, self.last = False, now

    def rewrite(self):
        self.later = []
        values, ends, rows = dict(self.keys.values), dict(self.keys.ends), []
        for key in values:
            rows.append(framed([b"-", b"SET", key, values[key]]))
            if key in ends:
                rows.append(framed([b"-", b"PEXPIREAT", key, str(ends[key]).encode()]))
            yield
        other = self.name + ".new"
        self.disk.cut(other, 0)
        self.disk.append(other, b"".join(rows + self.later))
        self.disk.sync(other)
        self.disk.rename(other, self.name)
        self.later, self.unsafe = None, False


# %% part-4
class Primary:
    """A queue of requests with their places in the log."""

    def __init__(self, id, keys, backlog):
        self.id, self.keys, self.most, self.offset, self.rows = id, keys, backlog, 0, []

    def write(self, request):
        reply = self.keys.execute(request, None)
        data = framed(request)
        self.rows.append((self.offset, data))
        self.offset += len(data)
        while self.rows and self.rows[0][0] + len(self.rows[0][1]) <= self.offset - self.most:
            self.rows.pop(0)
        return reply

    def messages(self, id, offset):
        if id == self.id and max(0, self.offset - self.most) <= offset <= self.offset:
            data = b"".join(data[max(0, offset - begin) :] for begin, data in self.rows if begin + len(data) > offset)
            return [("log", id, offset, data)][: len(data)]
        rows = []
        for key, value in self.keys.values.items():
            rows.append(framed([b"SET", key, value]))
            rows += [framed([b"PEXPIREAT", key, b"%d" % end]) for name, end in self.keys.ends.items() if name == key]
        copy = b"".join(rows)
        return [("copy", self.id, self.offset, len(copy), 0, copy)]


class Replica:
    """Waits for the rest of a request, and of a copy, in two buffers; a cut line may cost what waits."""

    def __init__(self):
        self.keys, self.id, self.offset, self.half, self.under_way = Keys(), None, 0, b"", None

    def hear(self, *message):
        if message[0] == "copy":
            _, id, offset, size, place, data = message
            self.under_way = data if place == 0 else self.under_way + data
            if len(self.under_way) >= size:
                self.keys, self.id, self.offset, self.half = Keys(), id, offset, b""
                list(map(self.run, unframed(self.under_way)))
            return
        _, id, offset, data = message
        skip = self.offset + len(self.half) - offset
        if id != self.id or skip < 0:
            return
        self.half += data[skip:]
        while found := unframed(self.half):
            self.run(found[0])
            self.half = self.half[found[0][1] :]
            self.offset += found[0][1]

    def run(self, found):
        self.keys.execute(found[0], None)

    def read(self, key, now):
        return None if self.keys.ends.get(key, 9e99) <= round(1000 * now) else self.keys.values.get(key)


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
