"""What all parts of lab 04 are judged with: a load, those who wait for it, and the clock."""

import asyncio
from dataclasses import dataclass

from systemdesign import now
from systemdesign.grading.remote import StudentError
from systemdesign.sim.request import ServiceError, Unavailable

DOWN = "load is down"
NEVER = "never"
ALIKE = [("lamp", "sofa"), (1, "1"), (("a", "bc"), ("ab", "c")), (0, "")]
"""Pairs of keys, some of which are not to be mistaken for each other."""

FALSE = [0, "", False, None]
"""Values that are false, and values all the same."""


@dataclass(frozen=True)
class Failed:
    """What a caller gets when no value comes back."""

    kind: str
    text: str = DOWN

    def __repr__(self):
        return self.kind if self.text in ("", DOWN) else f"{self.kind}({self.text!r})"


LEFT = Failed("CancelledError", "")


@dataclass(eq=False)
class Loading:
    """One load: of what, from when until when, and what came of it.

    `doomed` is the error with which it is going to fail; `over` says that it was not cancelled.
    """

    number: int
    key: object
    begun: float
    ended: float = float("inf")
    outcome: object = None
    over: bool = False
    doomed: type | None = None


class Load:
    """What the student's classes load from: takes its time, keeps a list of what it was asked, and can be down.

    `seconds` is a number, or a function of the Loading. `pages` gives a key's page when its load begins, by default
    "key 1", "key 2", … in the order of the loads. Down, it fails those under way when their time is over, and new
    ones at once. `fails` says of a Loading with which error it fails in any case. `told` hears of the end of each
    load before the student's code does.
    """

    name = "load"

    def __init__(self, seconds=1.0, pages=None, fails=lambda loading: None, told=lambda loading: None):
        self.seconds = seconds if callable(seconds) else lambda loading: seconds
        self.pages, self.fails, self.told = pages, fails, told
        self.loads, self.down = [], None

    async def __call__(self, key):
        loading = Loading(len(self.loads) + 1, key, now())
        self.loads.append(loading)
        try:
            return await self.work(loading)
        finally:
            loading.ended = now()
            self.told(loading)

    async def work(self, loading):
        page, loading.doomed = self.page(loading), self.down
        if not self.down:
            await asyncio.sleep(self.seconds(loading))
        error = self.fails(loading) or loading.doomed
        loading.over, loading.outcome = True, Failed(error.__name__) if error else page
        if error:
            raise error(DOWN)
        return page

    def page(self, loading):
        return f"{loading.key} {loading.number}" if self.pages is None else self.pages.get(loading.key)

    def fail(self, error=Unavailable):
        self.down = error
        for loading in self.loads:
            if loading.ended > now():
                loading.doomed = error

    def mend(self):
        self.down = None

    @property
    def count(self):
        return len(self.loads)

    def under_way(self, key):
        return [loading for loading in self.loads if loading.key == key and loading.ended > now()]


async def a_moment():
    """Let what has been called reach the load, and what has ended its caller."""
    await asyncio.sleep(1e-6)


async def started(*calls):
    """Start the calls, and let them reach the load."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await a_moment()
    return tasks


async def settled(call, patience=30.0):
    """The value, or Failed; NEVER when the caller would still be waiting after `patience` seconds."""
    task = asyncio.ensure_future(call)
    done, _ = await asyncio.wait([task], timeout=patience)
    if not done:
        task.cancel()
        return NEVER
    return heard(task)


def heard(task):
    """The value of a call that is done, or Failed."""
    if task.cancelled():
        return LEFT
    error = task.exception()
    return task.result() if error is None else failure(error)


def failure(error):
    kind = error.kind if isinstance(error, StudentError) else type(error).__name__
    if kind == LEFT.kind:
        return LEFT
    if isinstance(error, (ServiceError, TimeoutError)) or DOWN in str(error):
        text = error.text if isinstance(error, StudentError) else str(error)
        return Failed(kind, text.strip("'\""))  # a KeyError quotes its text
    raise error  # a mistake in the student's code is shown as it is


def failing(errors):
    """For `Load(fails=…)`: the loads of these numbers fail with these errors."""
    return lambda loading: errors.get(loading.number)


def same(found, due):
    """Equal, and of the same class: 0 is not False."""
    return found == due and type(found) is type(due)


def mistimed(alive, begins, span):
    """What is wrong with when something ends, in words, "" when nothing is.

    `alive(*times)` says whether it is there at the last of these times, having been asked for at each of them.
    """
    ends, middle = begins + span, begins + span / 2
    if not alive(ends - 0.25):
        return "yours ended too soon"
    if alive(ends + 0.1):
        return "yours lasted longer" if alive(ends + 1.1) else "yours lasted until the next whole second"
    if alive(ends):
        return "at the very moment when they are over it has ended, and yours had not"
    if alive(middle, ends - 0.25, ends):
        return "to be asked for in between prolonged it"
    return "" if alive(middle, ends - 0.25) else "to be asked for in between ended it"
