"""The student's objects on the judge's stage: every step of theirs is taken when the judge's loop says so."""

import asyncio
import inspect
import os
from asyncio import events
from contextlib import ExitStack

from systemdesign.grading.examinee.end import End
from systemdesign.grading.examinee.guestloop import GuestLoop, Notice
from systemdesign.grading.examinee.known import ACTS, routines
from systemdesign.grading.examinee.outside import standing_in
from systemdesign.grading.examinee.steps import within
from systemdesign.kernel.generators import tracked
from systemdesign.kernel.patches import patched
from systemdesign.kernel.task import Task

BASES = (str, int, float, bytes, tuple, list, dict, set, frozenset)


class Guest(End):
    """Hears the judge's messages, one inside the other where a question comes back while one is answered."""

    def __init__(self, desk):
        super().__init__()
        self.desk, self.open = desk, None

    # the line

    def hear(self, message):
        """The answer to one message."""
        if "begin" in message:
            self.begin(message["begin"])
        if self.loop:
            self.loop.clock = message["now"]
        verb, *rest = message["stage"]
        try:
            with within(self, message["task"]):
                result = ["value", getattr(self, f"do_{verb}")(*rest)]
        except (SystemExit, KeyboardInterrupt):
            os._exit(1)
        except BaseException as error:
            result = ["raised", self.wire.pack(error)]
        return {"result": result, "out": self.out()}

    def ask(self, verb, *rest):
        self.via = None
        self.desk.send({"ask": [verb, *rest], "out": self.out(), "task": self.inside()})
        message = self.desk.receive()
        while "stage" in message:
            self.desk.send(self.hear(message))
            message = self.desk.receive()
        how, value = message["told"]
        if how == "raised":
            raise self.wire.unpack(value)
        return value

    def inside(self):
        """The number of the student's task whose step this is; None in the judge's."""
        task = self.loop and self.loop.current
        return self.number(task) if task.__class__ is Task else None

    def out(self):
        return self.loop.exported(self.waits) if self.loop else []

    def waits(self, task):
        """What a task waits for: the judge's coroutine by which it does, if it is one, and its own number."""
        return [self.via, self.number(task)] if task.__class__ is Task and self.via is not None else None

    # the loop

    def begin(self, seed):
        self.open = ExitStack()
        self.outer = events._get_running_loop(), asyncio.current_task()
        self.loop = GuestLoop(seed, lambda slot: self.ask("come", slot))
        events._set_running_loop(self.loop)
        self.open.enter_context(patched(self.loop))
        self.open.enter_context(tracked(self.loop))

    def do_wind_up(self):
        """Cancel the tasks that are left. A coroutine that waits for their end; None where nothing is left."""
        for task in (left := self.loop.all_tasks()):
            task.cancel()
        return self.wire.pack(ended(left)) if left or self.loop.called() else None

    def do_end(self):
        """The run is over. What was lost in the background is told."""
        if self.loop is None:
            return []
        loop, self.loop = self.loop, None
        for task in loop.all_tasks():
            try:
                task.get_coro().close()
            except BaseException:  # the run is over, and what its last words are nobody hears
                pass
        self.open.close()
        events._set_running_loop(self.outer[0])
        return [self.wire.pack(error) for error in loop.orphans.take()]

    def do_turn(self, number, ahead=None):
        self.via, self.ahead = None, ahead
        self.loop.go(number)

    def do_watch(self, number, place):
        self.mine[number].add_done_callback(Notice(number, place))

    def do_noticed(self, number, place, ahead=None):
        self.via, self.ahead = None, ahead
        found = self.futures[number].callbacks[place]
        if found is not None:
            self.loop.take(found[0], self.futures[number], context=found[1])

    def watch(self, number, place, callback):
        self.loop.out.append(["watch", number, place, self.waits(callback)])

    # objects

    def do_clear(self):
        self.clear()
        self.desk.course.restored()

    def do_name(self, name):
        return self.wire.pack(getattr(self.desk.book, name))

    def do_get(self, number, name):
        value = getattr(self.wire.own[number], name)
        return ["method"] if inspect.isroutine(value) else ["is", self.wire.pack(value)]

    def offered(self, target, name):
        return target if name == "__call__" else getattr(target, name)

    def place(self, error):
        """Where it came from. It lets go of the frames that it came through: what they hold may have to go."""
        place = self.desk.failure(error)[3]
        error.__traceback__ = None
        return place

    def placed(self, error, number, place):
        pass

    def pack_kind(self, kind):
        if issubclass(kind, BaseException):
            return [None, self.wire.pack_error_kind(kind)]
        new = id(kind) not in self.wire.numbers
        number = self.wire.number(kind)
        if not new:
            return [number]
        base = next((base.__name__ for base in BASES if issubclass(kind, base)), None)
        return [number, kind.__name__, base, [name for name in ACTS if hasattr(kind, name)], routines(kind)]

    def pack_acts(self, value, kind):
        return self.pack_kind(kind)

    def pack_derived(self, value, kind, plain):
        return ["derived", self.pack_kind(kind), plain]

    def derived(self, number, plain):
        return self.wire.own[number](plain)

    def error_kind(self, number, name, base):
        return type(name, (base,), {})

    def stand_in(self, number, methods, acts, later):
        return standing_in(tuple(acts), later)(self, number, methods)


async def ended(tasks):
    await (asyncio.gather(*tasks, return_exceptions=True) if tasks else asyncio.sleep(0))
