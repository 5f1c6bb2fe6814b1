"""Right answers of another shape: a log of effects instead of requests."""


# %% part-1
class Parser:
    """A state: what it waits for, and what it has of the request."""

    def __init__(self):
        self.data, self.at, self.due, self.request = b"", 0, 0, []
        self.size, self.bad = None, False

    def feed(self, data):
        if self.bad:
            raise Malformed("bad")
        self.data, self.at = self.data[self.at :] + data, 0
        found = []
        while not self.bad and self.step(found):
            pass
        if self.bad:
            raise Malformed("bad", found)
        return found

    def step(self, found):
        """Read one line or one value; False where it is not all there."""
        if self.size is not None:
            return self.value(found)
        end = self.data.find(b"\n", self.at)
        if end < 0:
            return False
        line, self.at = self.data[self.at : end + 1], end + 1
        if self.due:
            self.size = self.number(rb"\$(\d{1,9})\r\n", line, 512 * 1024 * 1024)
        elif not line.startswith(b"*"):
            found.extend(filter(None, [re.findall(rb"[^ ]+", line[:-1].removesuffix(b"\r"))]))
        elif line != b"*-1\r\n":
            self.due, self.request = self.number(rb"\*(\d{1,9})\r\n", line, 1024 * 1024) or 0, []
        return True

    def number(self, form, line, most):
        match = re.fullmatch(form, line)
        self.bad = not match or int(match[1]) > most
        return None if self.bad else int(match[1])

    def value(self, found):
        end = self.at + self.size
        if len(self.data) < end + 2:
            return False
        self.request.append(self.data[self.at : end])
        self.bad = self.data[end : end + 2] != b"\r\n"
        self.at, self.size, self.due = end + 2, None, self.due - 1
        if not self.due and not self.bad:
            found.append(self.request)
        return True


def line(sign, text):
    return sign + text + b"\r\n"


def encoded(reply):
    match reply:
        case list():
            return line(b"*", b"%d" % len(reply)) + b"".join(map(encoded, reply))
        case bytes():
            return line(b"$", b"%d" % len(reply)) + reply + b"\r\n"
        case None:
            return line(b"$", b"-1")
        case int():
            return line(b":", b"%d" % reply)
    text = "".join(" " if letter in "\r\n" else letter for letter in str(reply))
    return line(b"+" if isinstance(reply, str) else b"-", text.encode())


# %% part-2
INTEGER = re.compile(rb"(?:0|-?[1-9]\d*)")
ONE_KEY = {b"TYPE", b"PERSIST", b"TTL", b"PTTL", b"GET", b"INCR", b"LPOP", b"SMEMBERS", b"HGETALL"}
TWO = {b"EXPIRE", b"PEXPIREAT", b"APPEND", b"INCRBY", b"SISMEMBER", b"HGET", b"ZSCORE"}
MORE = {b"LPUSH", b"RPUSH", b"SADD", b"SREM", b"HDEL", b"ZREM"}


class Fault(Exception):
    pass


def number(text, factor=1, base=0):
    if not INTEGER.fullmatch(text) or len(text) > 20:
        raise Fault("ERR integer")
    if not -(2**63) <= int(text) < 2**63 or not -(2**63) <= int(text) * factor + base < 2**63:
        raise Fault("ERR range")
    return int(text) * factor + base


def real(text):
    if not re.fullmatch(rb"-?\d+(\.\d+)?", text):
        raise Fault("ERR float")
    return float(text)


def short(value):
    return f"{value:.10g}".encode()


class Engine:
    """Dead keys go before each request; one table for each type, and a key is in one of them at most."""

    def __init__(self):
        self.tables = {"string": {}, "list": {}, "set": {}, "hash": {}, "zset": {}}
        self.lives = {}

    def execute(self, request, now):
        self.time = now
        for key in [key for key, end in self.lives.items() if end <= now]:
            self.forget(key)
        try:
            return self.dispatch(request[0].upper(), *request[1:])
        except Fault as fault:
            return Error(str(fault))

    def forget(self, key):
        self.lives.pop(key, None)
        return sum(table.pop(key, None) is not None for table in self.tables.values())

    def kind(self, key):
        return next((name for name, table in self.tables.items() if key in table), None)

    def of(self, kind, key, empty):
        if self.kind(key) not in (kind, None):
            raise Fault("WRONGTYPE no such thing")
        return self.tables[kind].get(key, empty)

    def put(self, kind, key, value):
        if value or kind == "string":
            self.tables[kind][key] = value
        else:
            self.forget(key)

    def dispatch(self, name, *given):
        many = len(given)
        fits = {b"PING": many < 2, b"DEL": many > 0, b"EXISTS": many > 0, b"LRANGE": many == 3}
        fits |= {b"SET": many > 1, b"HSET": many > 2 and many % 2, b"ZADD": many > 2 and many % 2}
        fits |= {b"ZRANGE": many == 3 or (many == 4 and given[3].upper() == b"WITHSCORES")}
        fits |= dict.fromkeys(ONE_KEY, many == 1) | dict.fromkeys(TWO, many == 2) | dict.fromkeys(MORE, many > 1)
        if not fits.get(name):
            raise Fault("ERR command or arguments")
        return (self.for_keys if name in KEYS else self.for_values)(name, *given)

    def for_keys(self, name, *given):
        key = given[0] if given else None
        match name:
            case b"PING":
                return key if given else "PONG"
            case b"DEL":
                return sum(map(self.forget, given))
            case b"EXISTS":
                return sum(self.kind(one) is not None for one in given)
            case b"TYPE":
                return self.kind(key) or "none"
            case b"EXPIRE":
                return self.until(key, number(given[1], 1000, self.time))
            case b"PEXPIREAT":
                return self.until(key, number(given[1]))
            case b"PERSIST":
                return int(self.lives.pop(key, None) is not None)
        if self.kind(key) is None:
            return -2
        if key not in self.lives:
            return -1
        left = self.lives[key] - self.time
        return left if name == b"PTTL" else left // 1000 + (left % 1000 >= 500)

    def until(self, key, end):
        if self.kind(key) is None:
            return 0
        if end <= self.time:
            self.forget(key)
        else:
            self.lives[key] = end
        return 1

    def for_values(self, name, key, *given):
        match name:
            case b"GET":
                return self.of("string", key, None)
            case b"SET":
                return self.set(key, *given)
            case b"APPEND":
                self.put("string", key, self.of("string", key, b"") + given[0])
                return len(self.tables["string"][key])
            case b"INCR" | b"INCRBY":
                more = number(given[0]) if given else 1
                total = number(self.of("string", key, b"0"), 1, more)
                self.put("string", key, str(total).encode())
                return total
            case b"LPUSH" | b"RPUSH":
                found = self.of("list", key, ())
                found = (*given[::-1], *found) if name == b"LPUSH" else (*found, *given)
                self.put("list", key, found)
                return len(found)
            case b"LPOP":
                found = self.of("list", key, ())
                self.put("list", key, found[1:])
                return found[0] if found else None
            case b"LRANGE":
                places = [number(text) for text in given]
                return self.part(self.of("list", key, ()), *places)
        return self.for_sets(name, key, *given)

    def part(self, values, start, stop):
        many = len(values)
        start, stop = (place if place >= 0 else place + many for place in (start, stop))
        return [value for place, value in enumerate(values) if start <= place <= stop]

    def set(self, key, value, *options):
        text = b" ".join(option.upper().replace(b" ", b"?") or b"?" for option in options)
        match = re.fullmatch(rb"(?:(NX|XX) )?(?:(EX|PX) (\S+) |(KEEPTTL) )?(?:(NX|XX) )?", text + b" " if text else b"")
        if not match or (match[1] and match[5]):
            raise Fault("ERR syntax")
        end = None
        if match[2]:
            end = number(match[3], 1000 if match[2] == b"EX" else 1, self.time)
            if end <= self.time:
                raise Fault("ERR life")
        only = match[1] or match[5]
        if only and (only == b"XX") != (self.kind(key) is not None):
            return None
        kept = self.lives.get(key) if match[4] else end
        self.forget(key)
        self.tables["string"][key] = value
        if kept is not None:
            self.lives[key] = kept
        return "OK"

    def for_sets(self, name, key, *given):
        kind = {b"S": "set", b"H": "hash", b"Z": "zset"}[name[:1]]
        if name == b"ZADD":
            given = tuple(x for place in range(0, len(given), 2) for x in (given[place + 1], real(given[place])))
        places = [number(text) for text in given[:2]] if name == b"ZRANGE" else None
        found = dict(self.of(kind, key, {}))
        before = len(found)
        match name:
            case b"SADD":
                found.update(dict.fromkeys(given, True))
            case b"HSET" | b"ZADD":
                found.update(zip(given[::2], given[1::2], strict=True))
            case b"SREM" | b"HDEL" | b"ZREM":
                found = {one: value for one, value in found.items() if one not in given}
            case b"SISMEMBER":
                return int(given[0] in found)
            case b"SMEMBERS":
                return list(found)
            case b"HGET":
                return found.get(given[0])
            case b"HGETALL":
                return [x for pair in found.items() for x in pair]
            case b"ZSCORE":
                return short(found[given[0]]) if given[0] in found else None
            case b"ZRANGE":
                pairs = self.part(sorted((value, member) for member, value in found.items()), *places)
                return [x for value, member in pairs for x in (member, short(value))[: len(given) - 1]]
        self.put(kind, key, found)
        return abs(len(found) - before)


KEYS = {b"PING", b"DEL", b"EXISTS", b"TYPE", b"EXPIRE", b"PEXPIREAT", b"PERSIST", b"TTL", b"PTTL"}


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
from collections import OrderedDict


def slot(key):
    begin = key.find(b"{")
    end = key.find(b"}", begin) if begin != -1 else -1
    tag = key[begin + 1 : end] if end - begin > 1 and end != -1 else key
    register = 0
    for byte in tag:
        for bit in range(7, -1, -1):
            top = register >> 15 ^ byte >> bit & 1
            register = (register << 1 & 65535) ^ (0x1021 if top else 0)
    return register % 16384


class Slots:
    """A list with an address for each slot."""

    def __init__(self, me):
        self.me, self.table = me, [None] * 16384

    def assign(self, first, last, address):
        self.table[first : last + 1] = [address] * (last + 1 - first)

    def refused(self, keys):
        numbers = [slot(key) for key in keys]
        if any(number != numbers[0] for number in numbers):
            return Error("CROSSSLOT Keys in request don't hash to the same slot")
        for number in numbers[:1]:
            if self.table[number] is None:
                return Error("CLUSTERDOWN Hash slot not served")
            if self.table[number] != self.me:
                return Error("MOVED " + str(number) + " " + self.table[number])
        return None


class Room:
    """Two ordered dicts, of keys with an end and of those without; the oldest use first."""

    def __init__(self, limit, policy, rng):
        self.limit, self.policy, self.rng = limit, policy, rng
        self.used = self.evicted = 0
        self.order, self.ends = OrderedDict(), {}

    def size(self, key, value):
        return 56 + len(key) + len(value)

    def remove(self, key):
        if key not in self.order:
            return 0
        self.used -= self.size(key, self.order.pop(key))
        self.ends.pop(key, None)
        return 1

    def over(self, key, now):
        if self.ends.get(key, now + 1) <= now:
            self.remove(key)

    def get(self, key, now):
        self.over(key, now)
        if key in self.order:
            self.order.move_to_end(key)
        return self.order.get(key)

    def delete(self, key, now):
        self.over(key, now)
        return self.remove(key)

    def set(self, key, value, now, end=None):
        old = self.size(key, self.order[key]) if key in self.order else 0
        if self.used - old + self.size(key, value) > self.limit:
            for one in list(self.ends):
                self.over(one, now)
            old = self.size(key, self.order[key]) if key in self.order else 0
        lacking = self.used - old + self.size(key, value) - self.limit
        volatile = [one for one in self.order if one in self.ends]
        pool = {"noeviction": [], "allkeys-lru": list(self.order)}.get(self.policy, volatile)
        pool = [one for one in pool if one != key]
        if sum(self.size(one, self.order[one]) for one in pool) < lacking:
            return Error("OOM command not allowed when used memory > 'maxmemory'.")
        while lacking > 0:
            drawn = set()
            while len(drawn) < min(5, len(pool)):
                drawn.add(self.rng.randrange(len(pool)))
            one = pool.pop(min(drawn))
            lacking -= self.size(one, self.order[one])
            self.evicted += self.remove(one)
        self.remove(key)
        self.order[key] = value
        self.used += self.size(key, value)
        if end is not None:
            self.ends[key] = end
        return "OK"
