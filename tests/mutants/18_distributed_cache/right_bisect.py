"""Right answers of another shape: a sorted set kept in order by bisect."""


# %% part-1
class Parser:
    """A coroutine that asks for bytes until it has a line, or a value."""

    def __init__(self):
        self.steps, self.buffer = None, bytearray()
        self.found, self.why = [], None
        self.steps = self.run()
        next(self.steps)

    def feed(self, data):
        if self.why:
            raise Malformed(self.why)
        self.buffer.extend(data)
        self.found = []
        try:
            self.steps.send(None)
        except StopIteration:
            raise Malformed(self.why, self.found) from None
        return self.found

    def run(self):
        try:
            while True:
                line = yield from self.line()
                if line[:1] != b"*":
                    request = [word for word in line[:-1].removesuffix(b"\r").split(b" ") if word]
                elif line == b"*-1\r\n":
                    request = []
                else:
                    request = []
                    for _ in range(self.number(line, 42, 1 << 20)):
                        size = self.number((yield from self.line()), 36, 1 << 29)
                        request.append((yield from self.value(size)))
                if request:
                    self.found.append(request)
        except ValueError as error:
            self.why = str(error) or "malformed"

    def line(self):
        while b"\n" not in self.buffer:
            yield
        return self.taken(self.buffer.index(b"\n") + 1)

    def value(self, size):
        while len(self.buffer) < size + 2:
            yield
        value, end = self.taken(size), self.taken(2)
        if end != b"\r\n":
            raise ValueError("no end after a value")
        return value

    def taken(self, many):
        taken = bytes(self.buffer[:many])
        del self.buffer[:many]
        return taken

    def number(self, line, sign, most):
        text = line[1:].removesuffix(b"\r\n")
        if line[0] != sign or not text or text.strip(b"0123456789") or len(text) > 20:
            raise ValueError(f"no number: {line[:30]!r}")
        if int(text) > most:
            raise ValueError("too large")
        return int(text)


def encoded(reply):
    if isinstance(reply, list):
        return b"".join([b"*%d\r\n" % len(reply), *[encoded(one) for one in reply]])
    if isinstance(reply, bytes):
        return b"".join([b"$", str(len(reply)).encode(), b"\r\n", reply, b"\r\n"])
    if reply is None:
        return b"$-1\r\n"
    sign = ":" if isinstance(reply, int) else "-" if isinstance(reply, Error) else "+"
    return (sign + re.sub("[\r\n]", " ", str(reply)) + "\r\n").encode("utf-8")


# %% part-2
from bisect import bisect_left, insort


class Ranked:
    """A sorted set: a list of (score, member), in order, and the score of each member."""

    def __init__(self):
        self.scores, self.order = {}, []

    def __len__(self):
        return len(self.order)

    def add(self, member, number):
        new = not self.remove(member)
        self.scores[member] = number
        insort(self.order, (number, member))
        return new

    def remove(self, member):
        if member not in self.scores:
            return False
        del self.order[bisect_left(self.order, (self.scores.pop(member), member))]
        return True


def whole(text):
    number = int(text) if re.fullmatch(rb"-?\d{1,19}", text) else None
    if number is None or str(number).encode() != text or not -(1 << 63) <= number <= (1 << 63) - 1:
        raise Error("ERR not an integer")
    return number


def moment(number):
    if abs(number) >= 1 << 63:
        raise Error("ERR invalid expire time")
    return number


def scored(text):
    if not re.fullmatch(rb"-?[0-9]+(\.[0-9]+)?", text):
        raise Error("ERR not a float")
    number = float(text)
    return number


def plainly(number):
    return str(int(number) if number == int(number) else number).encode()


def cut(values, start, stop):
    many = len(values)
    first = start if start >= 0 else max(many + start, 0)
    last = min(stop if stop >= 0 else many + stop, many - 1)
    return [values[place] for place in range(first, last + 1)]


class Engine:
    """Each key is [kind, value, end], and a table says what each command is."""

    kinds = {"string": bytes, "list": list, "set": dict, "hash": dict, "zset": Ranked}

    def __init__(self):
        self.keys = {}
        on = self.on
        self.commands = {
            "ping": (self.ping, (0, 1)),
            "del": (lambda *keys: sum(self.remove(key) for key in keys), (1, None)),
            "exists": (lambda *keys: len([key for key in keys if self.entry(key)]), (1, None)),
            "type": (lambda key: (self.entry(key) or ["none"])[0], (1, 1)),
            "expire": (lambda key, seconds: self.expire(key, self.now + 1000 * whole(seconds)), (2, 2)),
            "pexpireat": (lambda key, time: self.expire(key, whole(time)), (2, 2)),
            "persist": (self.persist, (1, 1)),
            "ttl": (lambda key: self.left(key, 1000), (1, 1)),
            "pttl": (lambda key: self.left(key, 1), (1, 1)),
            "get": (self.get, (1, 1)),
            "set": (self.set, (2, None)),
            "append": (self.append, (2, 2)),
            "incr": (lambda key: self.add(key, 1), (1, 1)),
            "incrby": (lambda key, number: self.add(key, whole(number)), (2, 2)),
            "lpush": (on("list", self.push, True), (2, None)),
            "rpush": (on("list", self.push, False), (2, None)),
            "lpop": (on("list", lambda found: found.pop(0) if found else None), (1, 1)),
            "lrange": (self.lrange, (3, 3)),
            "sadd": (on("set", self.sadd), (2, None)),
            "srem": (on("set", self.removed), (2, None)),
            "sismember": (on("set", lambda found, member: int(member in found)), (2, 2)),
            "smembers": (on("set", list), (1, 1)),
            "hset": (self.hset, (3, None)),
            "hget": (on("hash", lambda found, field: found.get(field)), (2, 2)),
            "hdel": (on("hash", self.removed), (2, None)),
            "hgetall": (on("hash", lambda found: [x for pair in found.items() for x in pair]), (1, 1)),
            "zadd": (self.zadd, (3, None)),
            "zrem": (on("zset", lambda found, *members: sum(map(found.remove, dict.fromkeys(members)))), (2, None)),
            "zscore": (on("zset", self.zscore), (2, 2)),
            "zrange": (self.zrange, (3, 4)),
        }

    def execute(self, request, now):
        self.now = now
        called, (least, most) = self.commands.get(request[0].lower().decode("latin-1"), (None, (0, None)))
        given = request[1:]
        if called is None:
            return Error("ERR unknown command")
        if len(given) < least or len(given) > (most or len(given)):
            return Error("ERR wrong number of arguments")
        try:
            return called(*given)
        except Error as error:
            return error

    def entry(self, key):
        found = self.keys.get(key)
        if found and found[2] is not None and self.now >= found[2]:
            found = self.keys.pop(key, None) and None
        return found

    def remove(self, key):
        found = self.entry(key)
        self.keys.pop(key, None)
        return bool(found)

    def on(self, kind, does, *fixed):
        def called(key, *given):
            found = self.entry(key)
            if found and found[0] != kind:
                raise Error("WRONGTYPE another kind of value")
            entry = found or [kind, self.kinds[kind](), None]
            reply = does(entry[1], *fixed, *given)
            if len(entry[1]):
                self.keys[key] = entry
            else:
                self.keys.pop(key, None)
            return reply

        return called

    def ping(self, *message):
        return message[0] if message else "PONG"

    def expire(self, key, end):
        moment(end)
        found = self.entry(key)
        if not found:
            return 0
        if end <= self.now:
            del self.keys[key]
        else:
            found[2] = end
        return 1

    def persist(self, key):
        found = self.entry(key)
        if not found or found[2] is None:
            return 0
        found[2] = None
        return 1

    def left(self, key, unit):
        found = self.entry(key)
        if not found or found[2] is None:
            return -1 if found else -2
        return (2 * (found[2] - self.now) + unit) // (2 * unit)

    def string(self, key):
        found = self.entry(key)
        if found and found[0] != "string":
            raise Error("WRONGTYPE another kind of value")
        return found

    def get(self, key):
        found = self.string(key)
        return found[1] if found else None

    def keep(self, key, value):
        found = self.entry(key)
        self.keys[key] = ["string", value, found[2] if found else None]

    def append(self, key, value):
        value = (self.get(key) or b"") + value
        self.keep(key, value)
        return len(value)

    def add(self, key, number):
        before = self.get(key)
        after = (0 if before is None else whole(before)) + number
        self.keep(key, str(whole(str(after).encode())).encode())
        return after

    def set(self, key, value, *options):
        words, only, end, keeps = [word.lower() for word in options], None, None, False
        place = 0
        while place < len(words):
            word = words[place]
            if word in (b"nx", b"xx") and not only:
                only = word
            elif word == b"keepttl" and end is None:
                keeps = True
            elif word in (b"ex", b"px") and not keeps and end is None and place + 1 < len(words):
                place += 1
                life = whole(words[place]) * {b"ex": 1000, b"px": 1}[word]
                if life < 1:
                    raise Error("ERR invalid expire time")
                end = moment(self.now + life)
            else:
                raise Error("ERR syntax error")
            place += 1
        found = self.entry(key)
        if (only == b"nx" and found) or (only == b"xx" and not found):
            return None
        self.keys[key] = ["string", value, found[2] if keeps and found else end]
        return "OK"

    def push(self, found, left, *values):
        found[:] = [*reversed(values), *found] if left else [*found, *values]
        return len(found)

    def lrange(self, key, start, stop):
        start, stop = whole(start), whole(stop)
        return self.on("list", lambda found: cut(found, start, stop))(key)

    def sadd(self, found, *members):
        before = len(found)
        found.update(dict.fromkeys(members, True))
        return len(found) - before

    def removed(self, found, *names):
        return sum(found.pop(name, None) is not None for name in names)

    def hset(self, key, *pairs):
        if len(pairs) % 2:
            raise Error("ERR wrong number of arguments")

        def does(found):
            before = len(found)
            for place in range(0, len(pairs), 2):
                found[pairs[place]] = pairs[place + 1]
            return len(found) - before

        return self.on("hash", does)(key)

    def zadd(self, key, *pairs):
        if len(pairs) % 2:
            raise Error("ERR syntax error")
        numbers = [scored(text) for text in pairs[::2]]
        return self.on("zset", lambda found: sum(map(found.add, pairs[1::2], numbers)))(key)

    def zscore(self, found, member):
        return plainly(found.scores[member]) if member in found.scores else None

    def zrange(self, key, start, stop, *word):
        start, stop = whole(start), whole(stop)
        if word and word[0].lower() != b"withscores":
            raise Error("ERR syntax error")
        found = self.on("zset", lambda found: cut(found.order, start, stop))(key)
        return [x for number, member in found for x in ([member, plainly(number)] if word else [member])]


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
        values, ends, other = dict(self.keys.values), dict(self.keys.ends), self.name + ".new"
        self.disk.cut(other, 0)
        for key in values:
            self.disk.append(other, framed([b"-", b"SET", key, values[key]]))
            if key in ends:
                self.disk.append(other, framed([b"-", b"PEXPIREAT", key, str(ends[key]).encode()]))
            yield
        self.disk.append(other, b"".join(self.later))
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
    found = re.search(rb"\{([^}]*)\}", key, re.DOTALL)
    data = found[1] if found and found[1] else key
    register = 0
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = register * 2 ^ 0x11021 if register & 0x8000 else register * 2
    return register & 0x3FFF


class Slots:
    """Remembers what it was told, and reads it backwards."""

    def __init__(self, me):
        self.me, self.told = me, []

    def assign(self, first, last, address):
        self.told.insert(0, (first, last, address))

    def refused(self, keys):
        if not keys:
            return None
        number, *others = {slot(key) for key in keys}
        if others:
            return Error("CROSSSLOT several slots")
        home = next((address for first, last, address in self.told if first <= number <= last), None)
        if home == self.me:
            return None
        return Error("CLUSTERDOWN nobody" if home is None else f"MOVED {number} {home}")


class Room:
    """Each key is (value, end, use), and uses are numbered."""

    def __init__(self, limit, policy, rng):
        self.limit, self.policy, self.rng, self.keys, self.uses, self.evicted = limit, policy, rng, {}, 0, 0

    @property
    def used(self):
        return sum(56 + len(key) + len(value) for key, (value, _, _) in self.keys.items())

    def bury(self, now):
        self.keys = {key: kept for key, kept in self.keys.items() if kept[1] is None or kept[1] > now}

    def get(self, key, now):
        self.bury(now)
        if key not in self.keys:
            return None
        value, end, _ = self.keys[key]
        self.uses += 1
        self.keys[key] = value, end, self.uses
        return value

    def delete(self, key, now):
        self.bury(now)
        return 0 if self.keys.pop(key, None) is None else 1

    def mortal(self, key):
        policies = {"noeviction": False, "allkeys-lru": True, "volatile-lru": self.keys[key][1] is not None}
        return policies[self.policy]

    def set(self, key, value, now, end=None):
        self.bury(now)
        before, keys = dict(self.keys), self.keys
        keys.pop(key, None)
        mortal = sorted(filter(self.mortal, keys))
        gone, size = 0, 56 + len(key) + len(value)
        while self.used + size > self.limit and mortal:
            self.rng.shuffle(mortal)
            first = min(mortal[:5], key=lambda one: keys[one][2])
            mortal.remove(first)
            del keys[first]
            gone += 1
        if self.used + size > self.limit:
            self.keys = before
            return Error("OOM no room")
        self.evicted += gone
        self.uses += 1
        keys[key] = value, end, self.uses
        return "OK"
