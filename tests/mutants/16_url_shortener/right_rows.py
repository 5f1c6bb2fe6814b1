"""A right answer of another shape: halves that are added to, a row for each range, flights, a total for each."""

# %% part-1
import hmac


class Codes:
    def __init__(self, key, length=7):
        self.key, self.length = key.encode("utf-8"), length
        self.low = 62 ** ((length + 1) // 2)
        self.high = 62 ** (length // 2)
        self.table = None
        if length == 1:  # too short to be cut in two
            self.table = sorted(range(62), key=lambda place: (self.hashed("one", place), place))

    def hashed(self, *what):
        text = "/".join(str(part) for part in what).encode()
        return int.from_bytes(hmac.new(self.key, text, "sha256").digest(), "big")

    def code(self, n):
        if not (0 <= n <= 62**self.length - 1):
            raise ValueError("no such number")
        if self.table:
            return ALPHABET[self.table[n]]
        low, high = n % self.low, n // self.low
        for number in range(3):
            high = (high + self.hashed(number, "high", low)) % self.high
            low = (low + self.hashed(number, "low", high)) % self.low
        n, letters = high * self.low + low, []
        while len(letters) < self.length:
            letters.append(ALPHABET[n % 62])
            n //= 62
        return "".join(letters)

    def number(self, code):
        if type(code) is not str or len(code) != self.length or any(letter not in ALPHABET for letter in code):
            raise ValueError("no such code")
        if self.table:
            return self.table.index(ALPHABET.index(code))
        n = sum(ALPHABET.index(letter) * 62**place for place, letter in enumerate(code))
        low, high = n % self.low, n // self.low
        for number in (2, 1, 0):
            low = (low - self.hashed(number, "low", high)) % self.low
            high = (high - self.hashed(number, "high", low)) % self.high
        return high * self.low + low


# %% part-2
class Allocator:
    """The store has a dictionary's items: first number of a range to (next, until, who)."""

    def __init__(self, store, name, size=100, lease=30.0):
        self.store, self.key, self.size, self.lease = store, f"{name}|ranges", size, lease
        self.me = None
        self.numbers = iter(())
        self.left = 0
        self.writing = None
        self.gone = False

    async def next(self):
        while True:
            if self.gone:
                raise Closed("closed")
            if self.left:
                self.left -= 1
                return next(self.numbers)
            if self.writing is None:
                self.writing = asyncio.get_running_loop().create_task(self.fetch())
            error = await asyncio.shield(self.writing)
            if error is not None:
                raise error

    async def fetch(self):
        try:
            while not await self.take():
                pass
        except ServiceError as error:
            return error
        finally:
            self.writing = None

    async def take(self):
        value, version = await self.store.get(self.key)
        rows = {first: row for first, *row in value or ()}
        if self.me is None:
            self.me = uuid4().hex
        mine = [first for first, (at, until, who) in rows.items() if who == self.me and at < first + self.size]
        rests = [first for first, (at, until, who) in rows.items() if until <= now() and at < first + self.size]
        first = (mine + rests + [len(rows) * self.size])[0]
        begin = rows[first][0] if first in rows else first
        end = min(begin + (self.size // 10 or 1), first + self.size)
        rows[first] = [end, now() + self.lease, self.me]
        if not await self.store.put_if(self.key, tuple((first, *row) for first, row in rows.items()), version):
            return False
        self.numbers, self.left, self.mine = iter(range(begin, end)), end - begin, (first, end)
        return True

    async def close(self):
        self.gone = True
        if self.writing is not None:
            await asyncio.shield(self.writing)
        while self.me is not None:
            value, version = await self.store.get(self.key)
            rows = []
            for first, at, until, who in value or ():
                if who == self.me:
                    left = self.left if (first, at) == getattr(self, "mine", None) else 0
                    rows.append((first, at - left, 0.0, ""))
                else:
                    rows.append((first, at, until, who))
            if tuple(rows) == tuple(value or ()) or await self.store.put_if(self.key, tuple(rows), version):
                return


# %% part-3
class Flight:
    def __init__(self):
        self.good, self.done = True, asyncio.get_running_loop().create_future()


class Edge:
    def __init__(self, origin, ttl=60.0, absent_ttl=5.0, grace=300.0, most=1000):
        self.origin, self.most = origin, most
        self.ttl, self.absent, self.grace = ttl, absent_ttl, grace
        self.answers, self.came, self.uses, self.clock = {}, {}, {}, 0
        self.flights, self.tasks = {}, set()

    def use(self, code):
        self.clock += 1
        self.uses[code] = self.clock
        return self.answers[code]

    def drop(self, code):
        for kept in (self.answers, self.came, self.uses):
            kept.pop(code, None)

    async def __call__(self, code):
        if code in self.answers:
            span = self.absent if self.answers[code] is None else self.ttl
            if now() < self.came[code] + span:
                return self.use(code)
        flight = self.flights.get(code)
        if flight is None:
            flight = self.flights[code] = Flight()
            self.fly(code, flight)
        kind, value = await asyncio.shield(flight.done)
        if kind == "again":
            return await self(code)
        if kind == "error":
            raise value
        return value

    def fly(self, code, flight):
        task = asyncio.ensure_future(self.fetch(code, flight))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def fetch(self, code, flight):
        try:
            found = "answer", await self.origin(code)
        except Exception as error:
            found = "error", error
        if not flight.good:
            return
        del self.flights[code]
        if found[0] == "answer":
            self.drop(code)
            self.answers[code], self.came[code] = found[1], now()
            self.use(code)
            while len(self.answers) > self.most:
                self.drop(min(self.uses, key=self.uses.get))
        elif isinstance(found[1], ServiceError) and now() < self.old(code):
            found = "answer", self.use(code)
        flight.done.set_result(found)

    def old(self, code):
        kept = self.answers.get(code) is not None
        return self.came[code] + self.ttl + self.grace if kept else 0.0

    def end(self, code):
        flight = self.flights.pop(code, None)
        if flight is not None:
            flight.good = False
            flight.done.set_result(("again", None))

    def purge(self, code):
        self.drop(code)
        self.end(code)

    def created(self, code):
        if code in self.answers and self.answers[code] is None:
            self.drop(code)
        self.end(code)


# %% part-4
from collections import Counter


class Clicks:
    """Each process has its own total in the tuple, (sum, (process, total), …): writing it again changes nothing."""

    def __init__(self, store, every=5.0):
        self.store, self.every, self.me = store, every, uuid4().hex
        self.totals, self.written = Counter(), Counter()
        self.ticking = self.batch = None

    def count(self, code):
        self.totals[code] += 1
        if self.ticking is None:
            self.ticking = asyncio.ensure_future(self.tick())

    def open(self):
        return [code for code in self.totals if self.totals[code] != self.written[code]]

    async def tick(self):
        while self.open():
            await asyncio.sleep(self.every)
            await self.flush()
        self.ticking = None

    async def flush(self):
        if self.batch is not None:
            return await asyncio.shield(self.batch)
        self.batch = asyncio.ensure_future(self.send())
        try:
            await asyncio.shield(self.batch)
        finally:
            self.batch = None

    async def send(self):
        for code in self.open():
            try:
                await self.write(code, self.totals[code])
            except ServiceError:
                continue

    async def write(self, code, total):
        written = False
        while not written:
            value, version = await self.store.get(code)
            totals = dict(value[1:]) if value else {}
            if totals.get(self.me) == total:
                break
            totals[self.me] = total
            written = await self.store.put_if(code, (sum(totals.values()), *totals.items()), version)
        self.written[code] = total

    async def close(self):
        if self.batch is not None:
            await asyncio.shield(self.batch)
        if self.ticking is not None:
            self.ticking.cancel()
        await self.flush()
        while self.open():
            await asyncio.sleep(self.every)
            await self.flush()
