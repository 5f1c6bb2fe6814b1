"""What the judge believes of what a student's process says: what has the form and the size of an answer."""

from time import process_time
from types import CoroutineType

from systemdesign.grading.examinee.steps import FarFuture
from systemdesign.grading.process import NO_ANSWER, TOO_SLOW
from systemdesign.grading.turns import Turns

ASKED = {"call": 4, "start": 4, "get": 2, "step": (3, 4), "cancel": 1, "done": 1, "task": (2, 3), "come": 1}
"""What a student's process may ask, and with how many words."""
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, RecursionError, OverflowError, ArithmeticError)
MOST = 20_000
"""What a student's code may have under way, or do at one moment: far more than any answer needs."""
KINDS = 2_000
"""Classes of its own that it may show."""
KEPT = 200_000
"""Objects of its own that it may show, and notices that it may ask for, in one play."""


def sound(answer):
    """Raises where it is neither an answer nor a question."""
    if "ask" in answer:
        (verb, *rest), task = answer["ask"], answer["task"]
        counts = ASKED[verb]
        if task is not None and task.__class__ is not int:
            raise ValueError("no task has this number")
        if len(rest) != counts and (counts.__class__ is int or len(rest) not in counts):
            raise ValueError(verb)
    else:
        how, _ = answer["result"]
        if how not in ("value", "raised"):
            raise ValueError(how)


class Doubt(Turns):
    """What a `Stage` does before it believes. Whatever is no answer ends the student's process, by Gone."""

    def clear(self):
        super().clear()
        self.kinds, self.steps, self.watches, self.awaited = 0, 0, 0, {}

    def checked(self, answer):
        """The answer, once what it says of the loop is done."""
        try:
            sound(answer)
            if max(len(answer["out"]), len(self.timers), len(self.loop.ready) if self.loop else 0) > MOST:
                raise ValueError("more than any answer needs")
            if len(self.wire.theirs) + len(self.futures) + len(self.tasks) + self.watches > KEPT:
                raise ValueError("more objects than any answer needs")
            self.look_at_the_time()
            for what, *rest in answer["out"]:
                getattr(self, f"on_{what}")(*rest)
        except MALFORMED:
            self.lose()
        return answer

    def on_watch(self, *told):
        self.watches += 1
        super().on_watch(*told)

    def look_at_the_time(self):
        """A play in which each step is short, and there is always another, ends too."""
        self.steps += 1
        limits = self.process.limits
        if self.depth and not self.steps % 64 and process_time() - self.begun > limits.whole:
            self.process.lose(TOO_SLOW.format(time=limits.whole, seconds=limits.seconds))

    def lose(self):
        self.process.lose(NO_ANSWER)

    def ask(self, verb, *rest):
        value = self.exchange(verb, *rest)
        match verb, value:
            case ("step", [via, str(), *_]) | ("start", [int(), via, str(), *_]):
                self.own_coroutine(via)
            case ("call", [_, [*_]]) | ("wind_up", None | ["coroutine", int()]) | ("end", [*_]):
                pass
            case (("step" | "start" | "call" | "wind_up" | "end"), _):
                self.lose()
        return value

    def own_coroutine(self, number):
        """What a step is said to wait for is a coroutine of the judge's, or nothing."""
        own = self.wire.own
        if number is not None and not (
            number.__class__ is int and 0 <= number < len(own) and own[number].__class__ is CoroutineType
        ):
            self.lose()

    def read(self, value):
        """An error of the student's."""
        error = self.came(value, ())
        return error if isinstance(error, BaseException) else self.lose()

    def came(self, *told):
        try:
            return super().came(*told)
        except MALFORMED:
            self.lose()

    def came_of(self, *told):
        match told:
            case ["over", value, [*changes]]:
                raise StopIteration(self.came(value, changes))
            case ["raised", error]:
                raise self.read(error)
            case ["wants", None]:
                return None
            case ["wants", float(when)] if self.loop.time() < when:
                return when
            case ["wants", ["future", int()]]:
                return super().came_of(*told)
            case ["wants", ["yours", int(number)]] if number in self.mine:
                return super().came_of(*told)
        self.lose()

    def attribute(self, number, name):
        """[the value] of an attribute of the student's; [] where it is a method."""
        match self.ask("get", number, name):
            case ["is", value]:
                return [self.came(value, ())]
            case ["method"]:
                return []
        self.lose()

    def driven(self, number, verb, error):
        """As at the student's end; but none goes on before what it waits for is over, unless something is thrown."""
        if self.wire.own[number].__class__ is not CoroutineType:
            raise TypeError("only a coroutine has steps")
        if verb == "send" and not self.over(self.awaited.get(number)):
            raise RuntimeError("what this coroutine waits for is not over")
        self.awaited.pop(number, None)
        wanted = super().driven(number, verb, error)
        if wanted is not None:
            self.awaited[number] = wanted
        return wanted

    def over(self, wanted):
        """Whether a time has come, or a future of the judge's is done; of the student's, the student knows."""
        if wanted is None or wanted.__class__ is FarFuture:
            return True
        return wanted <= self.loop.time() if wanted.__class__ is float else wanted.done()

    def new_kind(self):
        self.kinds += 1
        if self.kinds > KINDS:
            raise ValueError("more classes than any answer needs")
