"""Part 4 of lab 03 once more, as a model to compare with: a day of two balancers over the same servers."""

import asyncio
from math import inf
from random import Random

from systemdesign import now
from systemdesign.sim.request import Reply, Request

from .fleet import Fleet
from .outliers import Outliers
from .scene import SERVICE_ERRORS, at, farm, names, settled, told


class Watch:
    """One balancer, and what the rules know of it."""

    def __init__(self, lab, servers, which, rng):
        self.which, self.least = which, rng.choice([0.0, 1.0])
        rules = {"failures": rng.randint(1, 3), "base": rng.choice([2.3, 4.1, 7.9]), "longest": rng.choice([5.3, 90.0])}
        self.options = {"panic": rng.choice([0.2, 0.45, 0.7, 0.9]), "timeout": rng.choice([0.37, 1.3, 2.9])}
        self.fleet = Fleet(lab, servers=servers, seed=which, least=self.least, options=self.options, **rules)
        self.model = Outliers(names(servers), share=1.0, **rules)
        self.seen, self.joined = names(servers), {}

    def look(self):
        """A request comes: note who has joined, and between which times it may have been told."""
        available = self.model.available()
        for name in available:
            if name not in self.seen:
                self.joined[name] = self.model.accounts[name].until, now()
        self.seen = available
        panic = len(available) < self.options["panic"] * len(self.fleet.servers)
        self.candidates = list(self.fleet.named) if panic else available
        self.admitted = [name for name in self.candidates if self.least or name not in self.joined] or self.candidates

    def choice(self, name, loads):
        """What is wrong with sending this request there."""
        room = f"{len(self.seen)} of {len(self.fleet.servers)} are available and panic={self.options['panic']}"
        if name not in self.candidates:
            return (
                f"{name} was asked, which is ejected, while {room}: that is enough, choose among the available (rule 1)"
            )
        if name not in self.admitted:
            return (
                f"{name} has joined with weight 0, and was asked while the slow start admits {self.admitted}: tell "
                f"it who joined, then ask it whom it admits, then choose (rule 3)"
            )
        if len(self.admitted) > 1 and all(loads[other] < loads[name] for other in self.admitted if other != name):
            return (
                f"{name} was asked, and is the busiest of those that take part (in flight from this balancer: "
                f"{loads}): of two different ones the less busy is chosen, by one count of all that is in flight from "
                f"this balancer, and what has ended is not (rule 3)"
            )

    def welcome(self):
        """What is wrong with whom the slow start was told of."""
        for name, since in self.fleet.since().items() if not self.least else ():
            first, last = self.joined.get(name, (None, None))
            if first is None and since is not None:
                return f"{name} is told to have joined, and was there whenever this balancer looked (rule 2)"
            if first is not None and (since is None or not first - 1e-6 < since < last + 1e-6):
                when = "never" if since is None else f"at {since:.3f} s"
                return (
                    f"{name} was ejected until {first:.3f} s and was there again at the next request, at {last:.3f} s: "
                    f"it joined then, and your slow start was told {when} (rule 2)"
                )

    def report(self, name, verb, ended, rule):
        """The request has ended. What is wrong with what the ejection knows."""
        if verb:
            self.model.report(verb, name)
        got, due = names(self.fleet.ejection.available()), "".join(self.model.available())
        if got != due:
            said = {"fail": "is one failure of", "succeed": "is a success of", None: "says nothing about"}[verb]
            return (
                f"After it available should be {due or 'none'}, and is {got or 'none'}, with failures="
                f"{self.model.failures}: a request {ended} {said} {name} (rule {rule})"
            )


class Day:
    """The servers, the clients, and two balancers that are asked in turn."""

    def __init__(self, lab, story):
        self.story, self.rng = story, Random(story.seed)
        self.servers, self.ended = farm("abcd", after=0.05), set()
        self.film = story.filmed([["clients"], ["balancer 1", "balancer 2"], list("abcd")], end=17)
        filmed = [self.film.watch(server, server.name) for server in self.servers]
        self.watches = [Watch(lab, filmed, which, self.rng) for which in (0, 1)]
        balancers = [self.film.watch(w.fleet.balancer, f"balancer {w.which + 1}") for w in self.watches]
        self.balancers = [self.film.watch(balancer, "clients") for balancer in balancers]

    async def play(self):
        """Do to the servers what the schedule says."""
        for event in self.story.events:
            await at(event.time + 0.0137)
            self.story.note(f"{event.target} {event.verb}")
            self.film.state(event.target, "" if event.verb == "mends" else event.verb)
            server = self.servers["abcd".index(event.target)]
            server.outcome = self.rng.choice(SERVICE_ERRORS) if event.verb == "fails" else Reply(server.name)
            server.after = {"fails": 0.011, "hangs": inf, "slows": 0.83, "mends": 0.05}[event.verb]

    async def client(self, number, start, patience):
        """One request, from its choice to its end."""
        await at(start)
        watch = self.watches[number % 2]
        watch.look()
        task = asyncio.ensure_future(settled(self.balancers[number % 2](Request(number))))
        await asyncio.sleep(1e-6)
        server = self.whom(number)
        timeout, after, outcome = watch.options["timeout"], server.after, server.outcome
        self.demand(number, server, watch.welcome() or watch.choice(server.name, self.loads(number)))
        await asyncio.wait([task], timeout=min(patience, 9))
        cancelled = task.cancel()
        await asyncio.wait([task])
        self.ended.add(number)
        self.whom(number)
        if cancelled:
            words = None if patience < min(after, timeout) else f"it has no end after {now() - start:.2f} s (rule 5)"
            return self.demand(number, server, words or watch.report(server.name, None, "that is cancelled", 6))
        self.end(number, watch, server, task.result(), outcome if after < timeout else TimeoutError)
        took = now() - start
        assert abs(took - min(after, timeout)) < 1e-3, (
            f"Request {number} to {server.name} took {took:.3f} s, {min(after, timeout)} are due (rule 5)."
        )

    def end(self, number, watch, server, got, due):
        """It was answered, or it failed."""
        right = isinstance(got, TimeoutError) if due is TimeoutError else told(got) == told(due)
        verb, rule = ("succeed", 4) if isinstance(due, Reply) else ("fail", 5)
        words = f"the caller got {told(got)}, and {due} is due (rule {rule})"
        ended = "that timed out" if due is TimeoutError else "that was answered" if rule == 4 else "that failed"
        self.demand(number, server, watch.report(server.name, verb, ended, rule) if right else words)

    def whom(self, number):
        """The one server that was asked."""
        asked = [server for server in self.servers for call in server.calls if call.request.id == number]
        assert len(asked) == 1, (
            f"Request {number} was sent {len(asked)} times: send each once, and never again (rule 4)."
        )
        return asked[0]

    def loads(self, number):
        """The other requests in flight from this request's balancer."""
        mine = {s.name: {c.request.id for c in s.open if c.request.id % 2 == number % 2} for s in self.servers}
        return {name: len(ids - self.ended - {number}) for name, ids in mine.items()}

    def demand(self, number, server, wrong):
        self.story.note(f"request {number} to {server.name}" + (f": {wrong}" if wrong else ""))
        assert not wrong, f"Request {number}, by balancer {number % 2 + 1} of two: {wrong}."
