"""One end of the line between the judge's stage and the student's process: what both ask of each other, step by step.

A coroutine stays where it was made. Whoever awaits its stand-in drives it from here, one question for each step, and
hands on to his own loop what it waits for, so that no step is taken earlier or later than in one process.
"""

from weakref import WeakKeyDictionary, WeakValueDictionary

from systemdesign.grading.examinee.crossing import Crossing
from systemdesign.grading.examinee.gone import Gone
from systemdesign.grading.examinee.held import held
from systemdesign.grading.examinee.steps import FarFuture, FarTask, Steps, crossed
from systemdesign.grading.examinee.wire import PLAIN


class End:
    """Answers what the other end asks by the methods `do_…`; `ask(verb, *rest)` asks it."""

    loop = via = ahead = None

    def __init__(self):
        self.wire = Crossing(self)
        self.clear()

    def clear(self):
        """Forget all that has crossed."""
        self.wire.clear()
        self.futures, self.tasks, self.given, self.counted = {}, {}, {}, 0
        self.mine, self.numbers = WeakValueDictionary(), WeakKeyDictionary()

    # asking

    def call(self, number, name, args, options):
        packed = self.wire.pack(args), {key: self.wire.pack(value) for key, value in options.items()}
        return self.came(*self.ask("call", number, name, *packed))

    def later(self, number, name, args, options):
        """The call of an asynchronous function, which begins with the first step."""
        return crossed(Steps(self, None, (number, name, args, options)))

    def came(self, value, changes):
        """The value of an answer, once the changes that came with it are made."""
        for change in changes:
            self.wire.unpack(change)
        return self.wire.unpack(value)

    def came_of(self, how, *rest):
        """What a step of the other end's coroutine waits for. Raises StopIteration, or what it raised."""
        if how == "over":
            raise StopIteration(self.came(*rest))
        if how == "raised":
            raise self.wire.unpack(*rest)
        (wanted,) = rest
        if wanted.__class__ is list:
            wanted = self.mine[wanted[1]] if wanted[0] == "yours" else self.future(wanted[1])
            wanted._asyncio_future_blocking = True
        return wanted

    def coroutine(self, number):
        return crossed(Steps(self, number))

    def future(self, number):
        if number not in self.futures:
            self.futures[number] = FarFuture(self, number)
        return self.futures[number]

    def task(self, number):
        if number not in self.tasks:
            self.tasks[number] = FarTask(self, number)
        return self.tasks[number]

    # answering

    def do_call(self, number, name, args, options):
        function = self.offered(self.wire.own[number], name)
        args, options = self.wire.unpack(args), {key: self.wire.unpack(value) for key, value in options.items()}
        value, given = function(*args, **options), (*args, *options.values())
        given = [one for one in given if one.__class__ not in PLAIN]
        packed = self.wire.pack(value)
        if given and packed.__class__ is list and packed[0] == "coroutine":
            self.given[packed[1]] = given
        return [packed, self.changes(given)]

    def do_start(self, number, name, args, options):
        """Call an asynchronous function, and take the first step: the coroutine's number, and what came of that."""
        packed, _ = self.do_call(number, name, args, options)
        return [packed[1], *self.do_step(packed[1], "send", None)]

    def do_step(self, number, verb, error, ahead=None):
        self.via, self.ahead = None, ahead
        how, wanted, *more = self.stepped(number, verb, error and self.wire.unpack(error))
        own = how != "wants" or (wanted.__class__ is list and wanted[0] == "future")
        return [None if own else self.via, how, wanted, *more]

    def stepped(self, number, verb, error=None):
        """A step of a coroutine of this end's own: how it came out, and what it waits for, or what it came to."""
        try:
            wanted = self.driven(number, verb, error)
        except StopIteration as stop:
            return ["over", self.wire.pack(stop.value), self.changes(self.given.pop(number, ()))]
        except Gone:
            raise
        except BaseException as error:
            return ["raised", self.wire.pack(error)]
        if wanted.__class__ in (float, type(None)):
            return ["wants", wanted]
        if wanted.__class__ is FarFuture:
            return ["wants", ["yours", wanted.number]]
        wanted._asyncio_future_blocking = False
        return ["wants", ["future", self.number(wanted)]]

    def driven(self, number, verb, error):
        """What a coroutine of this end's own waits for after a step."""
        coroutine = self.wire.own[number]
        return coroutine.send(None) if verb == "send" else coroutine.throw(error)

    def number(self, future):
        """The number by which the other end knows a future of this end's. It is not kept alive."""
        number = self.numbers.setdefault(future, self.counted + 1)
        self.counted = max(number, self.counted)
        self.mine[number] = future
        return number

    def do_cancel(self, number):
        return number in self.mine and self.mine[number].cancel()

    def do_task(self, number, name, *args):
        """What is asked of a task of this end's in which something is done at the other."""
        if name not in ("cancel", "uncancel", "cancelling", "get_name", "done"):
            raise AttributeError(name)
        return getattr(self.mine[number], name)(*args)

    def do_done(self, number):
        return number not in self.mine or self.mine[number].done()

    def changes(self, given):
        """What has become of the copies that were handed over: those that are no more what they were."""
        packed = (self.wire.pack(one) for one in held(given, []) if id(one) in self.wire.back)
        return [one for one in packed if one[0] == "back"]
