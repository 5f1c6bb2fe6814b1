"""A student's classes as the judge sees them: called here, run over there, in one virtual time."""

from asyncio import CancelledError, events
from math import inf

from systemdesign.grading.examinee.wire import ERRORS, Wire
from systemdesign.grading.objects import Remote
from systemdesign.grading.plays import Plays
from systemdesign.grading.process import NO_ANSWER, Gone, Process
from systemdesign.grading.stage import Stage

MOST = 20_000
"""Calls, results or objects that a student's code may have under way: far more than any answer needs."""
OFFERED = ("__call__", "ping")
"""What a student's code may call on a service of the judge's, unless the service says `offers` itself."""


class StudentError(Exception):
    """Student code raised something. `kind` is the exception's name, `place` the line of the cell."""

    def __init__(self, kind, text, place=None):
        super().__init__(f"{kind}: {text}" if text else kind)
        self.kind, self.text, self.place = kind, text, place


def student_error(kind, text, place, by):
    """A service's own failures keep their class, so that clients and traces know them; the rest is StudentError."""
    if kind == "TimeoutError":
        return TimeoutError(text)
    return ERRORS[kind](text, by) if kind in ERRORS else StudentError(kind, text, place)


class Notebook:
    """The names that the notebook defines: `notebook.TwoChoices(servers)` makes one over there.

    Each message carries the judge's virtual time; its answer carries what the student's tasks did at that
    moment (calls to the judge's services, results) and when they want to be woken.
    """

    def __init__(self, cells, limits, modules=()):
        self._process = Process(limits, modules)
        self.wire = Wire(lambda number, name: Remote(self, number), student_error)
        self._stage = Stage(self._process, student_error)
        self._loop = self._alarm = None
        self._results, self._calls, self._beside, self.plays = {}, {}, set(), Plays()
        try:
            ran = [self.ask("load", *cell) for cell in cells]  # one by one: no cell finds the text of the others
            self.failures = [self._error(failure) for failure in ran if failure is not None]
        except Gone as gone:
            self.failures = [gone]
        except TypeError:
            self.failures = [Gone(NO_ANSWER)]

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **options: self.call("new", name, args, options)

    def defines(self, name):
        return self.ask("defined", name)

    def bring(self, *paths, every=1, first=0):
        """The judge's own module at a path, or several, played with the student's objects: `book` holds their names.

        Of many plays some are brought, as `Plays` says, and the others are `beside`, in less time.
        """
        how = self._stage.bring if self.plays.at_the_judge(paths, every, first) else self.beside
        found = [how(path) for path in paths]
        return found if len(found) > 1 else found[0]

    def beside(self, path):
        """The judge's own module at `path`, run in the student's process, where `book` holds the student's names.

        For what can be seen there alone, and for what an answer can forge only by being right. It can look into it.
        """
        module = self.wire.unpack(self.ask("bring", path.stem, path.read_text(encoding="utf-8")))
        self._beside.add(module.wire_number)
        return module

    def in_turn(self, several, far, every=30, first=1):
        """(`bring` or `beside`, plays) of several plays: each `far`-th is brought, the others take less time beside.

        Of many such lists some are all beside, as `Plays` says.
        """
        here = self.plays.at_the_judge(far, every, first)
        yield self.bring, several[::far] if here else []
        yield self.beside, [one for number, one in enumerate(several) if number % far or not here]

    def call(self, verb, *target_and_arguments):
        *target, args, options = target_and_arguments
        answer = self.ask(verb, *target, self.wire.pack(list(args)), self.wire.pack(options))
        match answer:
            case ["is", value]:
                return self.wire.unpack(value)
            case ["later", int(number)]:
                return self._outcome(number)
        self._process.lose(NO_ANSWER)

    def ask(self, verb, *rest):
        """One message and all that follows from it. Raises what the student's code raised; Gone if it is lost."""
        loop = events._get_running_loop()
        if loop is not self._loop and loop is not None:
            self._loop, self._alarm, self._results, self._calls = loop, None, {}, {}
            self._exchange("begin", loop.streams.seed, loop.order)
            loop.create_task(self._mourn(), name="watch over your tasks")
        return self._exchange(verb, *rest)

    def _exchange(self, verb, *rest):
        message = {"now": self._loop.time() if self._loop else 0.0, "do": [verb, *rest]}
        answer = self._process.exchange(message, whole=verb == "call" and rest[0] in self._beside)
        try:
            how, value = answer["result"]
            if self._loop:
                self._follow(answer)
            error = self._error(value) if how == "raised" else None
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
            self._process.lose(NO_ANSWER)
        if error is not None:
            raise error
        return value

    def _error(self, packed):
        return None if packed is None else self.wire.unpack(packed)

    def _follow(self, answer):
        if max(len(answer["out"]), len(self._calls), len(self._results), len(self.wire.theirs)) > MOST:
            raise ValueError("more than any answer needs")
        for kind, number, *rest in answer["out"]:
            if kind == "call":
                self._calls[number] = self._loop.create_task(self._serve(number, *rest))
            elif kind == "cancel" and number in self._calls:
                self._calls[number].cancel()
            elif kind in ("done", "failed"):
                self._settle(number, kind, self.wire.unpack(rest[0]))
        self._set_alarm(answer["due"])

    def _settle(self, number, kind, value):
        future = self._results.setdefault(number, self._loop.create_future())
        if not future.done():
            future.set_result(value) if kind == "done" else future.set_exception(value)

    def _set_alarm(self, due):
        if due is not None and not self._loop.time() <= due < inf:
            raise ValueError("no time to be woken at")
        if self._alarm and not self._alarm.cancelled():
            if self._alarm.when() == due:
                return
            self._alarm.cancel()
        self._alarm = None if due is None else self._loop.call_at(due, self._wake)

    def _wake(self):
        self._alarm = None
        self.ask("wake")

    async def _serve(self, number, service, method, args, options):
        """Call one of the judge's services for the student's code."""
        called = self.wire.own[service]
        try:
            if method not in getattr(called, "offers", OFFERED):
                raise AttributeError(
                    f"your code may await {called.name} and {called.name}.ping(), and call nothing else"
                )
            value = await getattr(called, method)(*self.wire.unpack(args), **self.wire.unpack(options))
        except Exception as error:
            self.ask("refuse", number, self.wire.pack(error))
        else:
            self.ask("answer", number, self.wire.pack(value))
        finally:
            self._calls.pop(number, None)

    async def _outcome(self, number):
        future = self._results.setdefault(number, self._loop.create_future())
        try:
            return await future
        except CancelledError:
            if future.cancelled():
                self.ask("cancel", number)
            raise
        finally:
            self._results.pop(number, None)

    async def _mourn(self):
        """When the run ends, raise what was lost in the student's background tasks."""
        try:
            await self._loop.create_future()
        finally:
            for error in map(self._error, self.ask("lost")):
                raise error

    def printed(self):
        return self._process.output()

    def isolated(self):
        """Whether the kernel holds the student's process."""
        return self._process.isolated

    def close(self):
        self._process.close()
