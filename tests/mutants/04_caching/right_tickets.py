"""A right answer of another shape: a future for each caller, pages that know their cost, one table and tickets."""

# %% part-1
class SingleFlight:
    """Every caller has a future of its own; a task in the background resolves them all."""

    def __init__(self, load):
        self._load = load
        self._waiting = {}
        self._tasks = set()

    async def __call__(self, key):
        mine = asyncio.get_running_loop().create_future()
        crowd = self._waiting.get(key)
        if crowd is None:
            crowd = self._waiting[key] = []
            task = asyncio.get_running_loop().create_task(self._fly(key, crowd))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        crowd.append(mine)
        return await mine

    async def _fly(self, key, crowd):
        try:
            value = await self._load(key)
        except BaseException as error:
            del self._waiting[key]
            for future in crowd:
                if not future.done():
                    future.set_exception(error)
            if not isinstance(error, Exception):
                raise
        else:
            del self._waiting[key]
            for future in crowd:
                if not future.done():
                    future.set_result(value)


# %% part-2
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True)
class Page:
    value: object
    born: float
    cost: float
    life: float

    def left(self):
        return self.born + self.life - now()

    def dead(self):
        return self.left() <= 0

    def tempts(self, rng, beta):
        u = 1.0 - rng.random()
        eager = self.cost * beta
        return eager > 0 and u <= exp(-self.left() / eager)


class EarlyCache:
    def __init__(self, load, ttl, rng, beta=1.0):
        self.load = load
        self.ttl = ttl
        self.rng = rng
        self.beta = beta
        self.pages = {}

    async def get(self, key):
        page = self.pages.get(key)
        alive = page is not None and not page.dead()
        if alive and not page.tempts(self.rng, self.beta):
            return page.value
        began = now()
        try:
            value = await self.load(key)
        except ServiceError:
            if not alive or page.dead():
                raise
            return page.value
        self.pages[key] = Page(value, now(), now() - began, self.ttl)
        return value


# %% part-3
class Ticket:
    def __init__(self):
        self.spoiled = False


class NegativeCache:
    """One table for all; whoever loads holds a ticket, and `created` spoils the tickets."""

    def __init__(self, load, ttl, absent_ttl, most=1000):
        self.load, self.life, self.most = load, {False: ttl, True: absent_ttl}, most
        self.known = OrderedDict()
        self.tickets = {}
        self.absences = 0

    def _forget(self, key):
        value, _ = self.known.pop(key)
        self.absences -= value is None

    async def get(self, key):
        if key in self.known:
            value, stored = self.known[key]
            if now() - stored < self.life[value is None]:
                return value
            self._forget(key)
        ticket = Ticket()
        self.tickets.setdefault(key, []).append(ticket)
        try:
            value = await self.load(key)
        finally:
            self.tickets[key].remove(ticket)
            if not self.tickets[key]:
                del self.tickets[key]
        if value is None and ticket.spoiled:
            return None
        if key in self.known:
            self._forget(key)
        self.known[key] = value, now()
        if value is None:
            self.absences += 1
            if self.absences > self.most:
                self._forget(next(k for k, (v, _) in self.known.items() if v is None))
        return value

    def created(self, key):
        for ticket in self.tickets.get(key, ()):
            ticket.spoiled = True
        if key in self.known and self.known[key][0] is None:
            self._forget(key)


# %% part-4
class Slot:
    def __init__(self):
        self.full, self.value, self.token, self.until = False, None, None, 0.0


class LeasedCache:
    def __init__(self, ttl, patience):
        self.ttl, self.patience = ttl, patience
        self.slots = {}
        self.given = 0

    def get(self, key):
        slot = self.slots.setdefault(key, Slot())
        if now() < slot.until:
            return ("hit", slot.value) if slot.full else ("wait", None)
        self.given += 7
        slot.full, slot.value, slot.token, slot.until = False, None, self.given, now() + self.patience
        return ("fill", self.given)

    def fill(self, key, value, token):
        slot = self.slots.get(key)
        stored = slot is not None and not slot.full and now() < slot.until and slot.token == token
        if stored:
            slot.full, slot.value, slot.token, slot.until = True, value, None, now() + self.ttl
        return stored

    def invalidate(self, key):
        self.slots.pop(key, None)
