"""Watching a service: every call that passes is a dot, which is at the innermost of the places that it has entered."""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf

GONE = "abandoned"
HERE = ContextVar("visit", default=None)


@dataclass(slots=True)
class Leg:
    """A dot at one place for a while, or on its way from there `to` another.

    `how` it ended is None if it went further in.
    `left`: its caller has given up, and hears nothing of it any more.
    """

    dot: int
    place: int
    begin: float
    end: float = inf
    how: str | None = None
    to: int | None = None
    left: bool = False


class Visit:
    """One call at one place: its present leg ends when it goes further in, and another begins when it comes back."""

    __slots__ = ("film", "dot", "place", "caller", "leg", "left", "time")

    def __init__(self, film, dot, place, caller, time):
        self.film, self.dot, self.place, self.caller, self.time = film, dot, place, caller, time
        self.left = False
        self.arrive()
        film.visits.append(self)

    def arrive(self):
        """A new leg begins here."""
        self.leg = Leg(self.dot, self.place, self.time(), left=self.left)
        self.film.legs.append(self.leg)

    def end(self, how):
        """The present leg, if it goes on, is over."""
        if going := self.leg.end == inf:
            self.leg.end, self.leg.how = self.time(), how
        return going

    def leave(self, how):
        """The call is over. The dot is back with its caller, if that one still waits."""
        self.end("late" if self.left and how == "answered" else how)
        self.leg = None
        self.film.visits.remove(self)
        if self.caller and self.caller.leg:
            self.caller.arrive()

    def part(self):
        """The caller leaves, and the call goes on: from now on the caller is another dot."""
        caller, self.caller, self.left = self.caller, None, True
        if self.end(GONE):
            self.arrive()
        if caller and caller.leg:
            fresh, each = self.film.dot(*self.film.dots[self.dot]), caller
            while each:
                each.dot, each = fresh, each.caller
            caller.arrive()


def entered(film, place, arguments, role):
    """Somebody comes to a place, from the one where the same call was or from outside: a `Visit`."""
    time, who = asyncio.get_running_loop().time, known_by(arguments, film.numbers)
    caller = film.caller_of(who) if film.by_number else HERE.get()
    known = caller is not None and caller.film is film and caller.leg is not None
    said = role(*arguments) if callable(role) else role
    if known and caller.end(None):
        film.recast(caller.dot, said)
        return Visit(film, caller.dot, place, caller, time)
    said = said or (film.dots[caller.dot][1] if known else "")  # whose dot is elsewhere already
    return Visit(film, film.dot(who, said), place, None, time)


class Watched:
    """A service on film. All else that it can do, it does as before."""

    def __init__(self, film, service, place, keeps, role):
        self._film, self._service, self._place, self._keeps, self._role = film, service, place, keeps, role

    def __getattr__(self, name):
        return getattr(self._service, name)

    async def __call__(self, *arguments):
        visit = entered(self._film, self._place, arguments, self._role)
        if self._keeps:
            return await self._kept(visit, arguments)
        return await self._through(visit, arguments)

    async def _through(self, visit, arguments):
        token, how = HERE.set(visit), "answered"
        try:
            return await self._service(*arguments)
        except asyncio.CancelledError:
            how = GONE
            raise
        except GeneratorExit:  # the run is over, and so is the film
            token = None
            raise
        except Exception as error:
            how = type(error).__name__
            raise
        finally:
            if token:
                HERE.reset(token)
                visit.leave(how)

    async def _kept(self, visit, arguments):
        async def stay():
            try:
                return await self._through(visit, arguments), None
            except Exception as error:  # whoever waits hears of it; if nobody does, nobody should
                return None, error

        going = asyncio.get_running_loop().create_task(stay())
        try:
            reply, error = await asyncio.shield(going)
        except asyncio.CancelledError:
            if not going.done():
                visit.part()
            raise
        if error:
            raise error
        return reply


def known_by(arguments, numbers):
    """What a call is known by: its request's number, or its key, or its turn."""
    for argument in arguments[:1]:
        told = getattr(argument, "id", argument)
        if isinstance(told, int | str) and not isinstance(told, bool):
            return told
    return next(numbers)
