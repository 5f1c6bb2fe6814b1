"""A right answer of another shape: letters that stir each other, a row for each allocator, eras, a list of batches."""

# %% part-1
from random import Random


class Codes:
    """Each letter in turn is moved on by a hash of all others, and twice round; the letters are shuffled before."""

    def __init__(self, key, length=7):
        self.length, self.key = length, hashlib.sha512(key.encode()).hexdigest()
        self.letters = list(ALPHABET)
        Random(self.key).shuffle(self.letters)

    def turns(self):
        return [(turn, place) for turn in range(2) for place in range(self.length)]

    def step(self, places, turn, place):
        others = [*places[:place], *places[place + 1 :], turn, place]
        found = hashlib.sha256(bytes(others) + self.key.encode()).digest()
        return int.from_bytes(found[:8], "little") % 62

    def code(self, n):
        if n < 0 or n >= 62**self.length:
            raise ValueError(n)
        places = [n // 62**place % 62 for place in range(self.length)]
        for turn, place in self.turns():
            places[place] = (places[place] + self.step(places, turn, place)) % 62
        return "".join(self.letters[place] for place in places)

    def number(self, code):
        try:
            assert isinstance(code, str) and len(code) == self.length
            places = [self.letters.index(letter) for letter in code]
        except (AssertionError, ValueError):
            raise ValueError(code) from None
        for turn, place in reversed(self.turns()):
            places[place] = (places[place] - self.step(places, turn, place)) % 62
        return sum(digit * 62**place for place, digit in enumerate(places))


# %% part-2
from dataclasses import astuple, dataclass, replace


@dataclass(frozen=True)
class Range:
    used: int
    end: int
    until: float
    owner: str


class Allocator:
    def __init__(self, store, name, size=100, lease=30.0):
        self.store, self.key, self.size, self.lease = store, name + " allocator", size, lease
        self.name = None
        self.unreturned = []
        self.shut = False
        self.queue = asyncio.Semaphore(1)

    def block(self):
        return self.size // 10 if self.size >= 10 else 1

    async def next(self):
        await self.queue.acquire()
        try:
            if self.shut:
                raise Closed
            if not self.unreturned:
                self.unreturned = [*reversed(await self.changed(self.used))]
            return self.unreturned.pop()
        finally:
            self.queue.release()

    async def close(self):
        self.shut = True
        async with self.queue:
            await self.changed(self.freed)
            self.unreturned = []

    async def changed(self, how):
        """Change what is stored, until nobody comes between."""
        while True:
            value, version = await self.store.get(self.key)
            count, rows = value if value is not None else (0, ())
            count, ranges, result = how(count, [Range(*row) for row in rows])
            if result is None:
                return None
            value = count, tuple(astuple(one) for one in ranges if one.used < one.end or one.until > now())
            if await self.store.put_if(self.key, value, version):
                return result

    def used(self, count, ranges):
        self.name = self.name or str(uuid4())
        mine = [one for one in ranges if one.owner == self.name and one.used < one.end]
        rest = [one for one in ranges if one.until <= now() and one.used < one.end]
        old = [*mine, *rest, None][0]
        if old is None:
            old, count = Range(count * self.size, (count + 1) * self.size, 0.0, ""), count + 1
        new = Range(min(old.used + self.block(), old.end), old.end, now() + self.lease, self.name)
        others = [one for one in ranges if one is not old and one.owner != self.name]
        return count, [new, *others], range(old.used, new.used)

    def freed(self, count, ranges):
        mine = [one for one in ranges if one.owner == self.name]
        if not mine:
            return count, ranges, None
        back = [replace(one, used=one.used - len(self.unreturned), until=0.0, owner="nobody") for one in mine]
        return count, [one for one in ranges if one not in mine] + back, True


# %% part-3
from collections import OrderedDict, defaultdict


class Edge:
    """Each purge and each creation gives a code a new era; what a call of an earlier one brings is thrown away."""

    def __init__(self, origin, ttl=60.0, absent_ttl=5.0, grace=300.0, most=1000):
        self.origin, self.limits, self.most = origin, (ttl, absent_ttl, grace), most
        self.kept = OrderedDict()
        self.calls = {}
        self.eras = defaultdict(int)

    async def __call__(self, code):
        while True:
            if code in self.kept:
                answer, until, _ = self.kept[code]
                if now() < until:
                    self.kept.move_to_end(code)
                    return answer
            era = self.eras[code]
            if code not in self.calls:
                self.calls[code] = asyncio.create_task(self.call(code, era))
            how, what = await asyncio.shield(self.calls[code])
            if self.eras[code] == era:
                if how is None:
                    return what
                raise how

    async def call(self, code, era):
        ttl, absent_ttl, grace = self.limits
        how, answer = None, None
        try:
            answer = await self.origin(code)
        except Exception as error:
            how = error
        if self.eras[code] != era:
            return how, answer
        del self.calls[code]
        if how is None and answer is None:
            self.put(code, None, now() + absent_ttl, float("-inf"))
        elif how is None:
            self.put(code, answer, now() + ttl, now() + ttl + grace)
        elif isinstance(how, ServiceError) and code in self.kept and now() < self.kept[code][2]:
            self.kept.move_to_end(code)
            return None, self.kept[code][0]
        return how, answer

    def put(self, code, *row):
        self.kept[code] = row
        self.kept.move_to_end(code)
        while len(self.kept) > self.most:
            self.kept.popitem(last=False)

    def purge(self, code):
        self.kept.pop(code, None)
        self.renew(code)

    def created(self, code):
        if code in self.kept and self.kept[code][0] is None:
            del self.kept[code]
        self.renew(code)

    def renew(self, code):
        self.eras[code] += 1
        self.calls.pop(code, None)


# %% part-4
class Clicks:
    """Ticks while there is anything to do; what is under way is a list of batches, each with its number."""

    def __init__(self, store, every=5.0):
        self.store, self.every = store, every
        self.name, self.numbers = str(uuid4()), 0
        self.counts, self.batches = {}, []
        self.clerk = None
        self.bell = asyncio.Condition()
        self.ringing = False

    def count(self, code):
        self.counts.setdefault(code, []).append(now())
        if self.clerk is None or self.clerk.done():
            self.clerk = asyncio.create_task(self.work())

    async def work(self):
        while self.counts or self.batches:
            try:
                async with asyncio.timeout(self.every), self.bell:
                    await self.bell.wait_for(lambda: self.ringing)
            except TimeoutError:
                pass
            self.ringing = False
            for code, clicks in self.counts.items():
                self.numbers += 1
                self.batches.append((code, self.numbers, len(clicks)))
            self.counts = {}
            failed = []
            for code, number, clicks in self.batches:
                if code in [other for other, _, _ in failed] or not await self.written(code, number, clicks):
                    failed.append((code, number, clicks))
            self.batches = failed

    async def written(self, code, number, clicks):
        try:
            while True:
                row, version = await self.store.get(code)
                total, names, last = row or (0, (), ())
                known = dict(zip(names, last, strict=True))
                if known.get(self.name, 0) >= number:
                    return True
                known[self.name] = number
                if await self.store.put_if(code, (total + clicks, (*known,), (*known.values(),)), version):
                    return True
        except ServiceError:
            return False

    async def close(self):
        if self.clerk is not None and not self.clerk.done():
            self.ringing = True
            async with self.bell:
                self.bell.notify_all()
            await asyncio.wait([self.clerk])
