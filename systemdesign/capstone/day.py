"""The worst day of a shop, by direct recursion: fast enough for a slider and for a search.

It gives what `shop.py` gives, which is made of the course's components, request by request.
"""

from math import inf

from systemdesign.capstone.board import checked
from systemdesign.capstone.record import Day
from systemdesign.capstone.recursion.agenda import Agenda
from systemdesign.capstone.recursion.client import Client
from systemdesign.capstone.recursion.lanes import Lane, Try, Ward
from systemdesign.capstone.recursion.tables import Tables
from systemdesign.capstone.recursion.till import Till
from systemdesign.capstone.settings import BACKOFF, BOUNCE, BROKEN, END, LOSS, PATIENCE
from systemdesign.capstone.traffic import fate, known, traffic, updates
from systemdesign.kernel.streams import stream
from systemdesign.load_balancing.policies import policy_named
from systemdesign.retries.backoff import FullJitter
from systemdesign.retries.budget import Budget, unlimited

POLICIES = {"ejection": "power of two choices"}


def day(design, seed=0, without=(), every=1.0):
    """What comes of one day: a `Day`.

    `without` names faults (of FAULTS) that don't come; the queues are looked at `every` so many seconds. Raises
    ValueError where the board has no such design, or no such fault.
    """
    return _Run(checked(design), seed, known(without)).through(every)


class _Run:
    """Clients, the balancer, and a clock that goes from event to event."""

    def __init__(self, design, seed, without):
        times, victim = fate(seed, without)
        self.design, self.seed, self.agenda = design, seed, Agenda()
        self.arrivals = traffic(seed, "flash crowd" not in without)
        room = inf if design["queue"] is None else design["queue"]
        self.lanes = [Lane(number, room) for number in range(design["instances"])]
        self.lanes[victim % len(self.lanes)].fast = times["fails fast"]
        self.lanes[(victim + 1) % len(self.lanes)].freeze = times["freeze"]
        self.ward = Ward(self.agenda, self.lanes) if design["policy"] == "ejection" else None
        self.ready = self.ward.ready if self.ward else self.lanes
        self.policy = policy_named(POLICIES.get(design["policy"], design["policy"]), seed)
        self.tables = Tables(self.agenda, design, times["slow database"], times["primary dies"][0])
        self.till = Till(self.agenda, design, times["payment hangs"])
        self.cache, self.versions = {}, {}
        self.impatient = self.agenda.timer(PATIENCE, self.leave)
        self.limited = self.agenda.timer(design["limit"], self.give_up) if design["limit"] else None
        self.budget = unlimited() if design["budget"] is None else Budget(design["budget"])
        self.network, self.jitter, self.backoff = (
            stream("network", seed).random,
            stream("pauses", seed),
            FullJitter(BACKOFF),
        )
        self.requests, self.sent, self.waiting = [], 0, []
        if times["cache emptied"][0] < inf:
            self.agenda.at(times["cache emptied"][0], self.cache.clear)

    def through(self, every):
        """Play the whole day."""
        for time, product in updates(self.seed):
            self.agenda.at(time, self.change, product)
        for number in range(int(END / every)):
            self.agenda.at(number * every, self.look, number * every)
        for asked in self.arrivals:
            self.agenda.proceed(asked.time)
            self.arrive(asked)
        self.agenda.proceed(inf)
        outcomes = [one.outcome() for one in self.requests]
        return Day(self.design, self.seed, outcomes, self.sent, self.waiting)

    def change(self, product):
        """Somebody changes a product in the database."""
        self.versions[product] = self.versions.get(product, 0) + 1

    def look(self, time):
        """Note how many wait in the instances' queues."""
        self.waiting.append((time, sum(len(lane.queue) for lane in self.lanes)))

    def arrive(self, asked):
        """A client asks."""
        self.agenda.now = asked.time
        request = Client(asked, self.backoff.pauses(self.jitter))
        self.requests.append(request)
        self.impatient(request)
        self.budget.earn()
        self.send(request)

    def send(self, request):
        """One try, if the client is still there."""
        if not request.open:
            return
        request.tries += 1
        if not self.ready:
            return self.again(request)
        now, lane = self.agenda.now, self.policy.choose(None, self.ready)
        lane.in_flight += 1
        self.sent += 1
        one = request.now = Try(request, lane)
        if self.limited:
            self.limited(one)
        if self.network() < (BROKEN if lane.breaks(now) else LOSS):
            self.agenda.at(now + BOUNCE, self.lose, one)
        elif lane.idle:
            self.begin(lane, one)
        elif len(lane.queue) < lane.room:
            lane.queue.append(one)
        else:
            self.settle(one, "Refused")

    def give_up(self, one):
        """Nobody waits for this try any longer."""
        if one.alive:
            self.settle(one, "TimedOut")

    def lose(self, one):
        """It comes to nothing."""
        if one.alive:
            self.settle(one, "Lost")

    def begin(self, lane, one):
        """A worker takes it up."""
        lane.idle -= 1
        self.agenda.at(lane.begins(self.agenda.now) + one.request.asked.work, self.worked, one)

    def worked(self, one):
        """The instance has done its own part: now the cache and the database."""
        product = one.request.asked.product
        if not product:
            return self.tables.write(one, self.written)
        ends, version = self.cache.get(product, (0.0, 0))
        if self.agenda.now < ends:
            one.version = version
            return self.done(one, None)
        self.tables.read(one, self.fetched)

    def fetched(self, one, error):
        """The row is here."""
        if error is None:
            product = one.request.asked.product
            one.version = self.versions.get(product, 0)
            if self.design["ttl"]:
                self.cache[product] = self.agenda.now + self.design["ttl"], one.version
        self.done(one, error)

    def written(self, one, error):
        """The order is in the database, or not."""
        if error is None:
            self.till.pay(one, self.done)
        else:
            self.done(one, error)

    def done(self, one, error):
        """The worker is free, and the client has its answer, if it is still there."""
        lane = one.lane
        lane.idle += 1
        if lane.queue:
            self.begin(lane, lane.queue.popleft())
        if one.alive:
            self.settle(one, error)

    def settle(self, one, error):
        """The end of a try for whoever waits for it."""
        one.alive, lane, request = False, one.lane, one.request
        lane.in_flight -= 1
        if self.ward:
            self.ward.saw(lane, error)
        if error is not None:
            return self.again(request)
        request.open, request.latency = False, self.agenda.now - request.asked.time
        if one.version is not None:
            request.stale = one.version != self.versions.get(request.asked.product, 0)

    def again(self, request):
        """Another try, later, if there is one left and the budget has it."""
        if request.tries < self.design["tries"] and self.budget.spend():
            self.agenda.at(self.agenda.now + next(request.pauses), self.send, request)
        else:
            request.open = False

    def leave(self, request):
        """A client has waited long enough."""
        if request.open:
            request.open, one = False, request.now
            if one is not None and one.alive:
                one.alive = False
                one.lane.in_flight -= 1
