"""Does what the judge asks: runs cells, makes objects, calls them, passes their calls on."""

import asyncio
import inspect
import io
import json
import linecache
import os
import sys
from asyncio import CancelledError
from functools import lru_cache, partial
from types import ModuleType

from systemdesign.grading.examinee.course import Course
from systemdesign.grading.examinee.follower import clear
from systemdesign.grading.examinee.guest import Guest
from systemdesign.grading.examinee.habits import HABITS
from systemdesign.grading.examinee.wire import Wire, service_error
from systemdesign.kernel.streams import Streams

compiled = lru_cache(compile)
"""What is brought again and again is compiled once."""


class Outside:
    """Stands in for an object of the judge's, such as a server: await it, or await its methods."""

    def __init__(self, desk, number, name):
        self.desk, self.wire_number, self.name = desk, number, name

    def __call__(self, *args, **options):
        return self.desk.ask(self.wire_number, "__call__", args, options)

    def __getattr__(self, method):
        if method.startswith("_"):
            raise AttributeError(method)
        return lambda *args, **options: self.desk.ask(self.wire_number, method, args, options)

    def __repr__(self):
        return self.name or f"<service {self.wire_number}>"


class Desk:
    """One message in, all that follows from it at that moment, one message out; the first out says that it is there."""

    def __init__(self, line):
        self.line = line
        self.wire = Wire(lambda number, name: Outside(self, number, name), service_error)
        self.book = sys.modules["__main__"] = ModuleType("__main__")
        self.course, self.guest = Course(), Guest(self)
        self.asked, self.tasks, self.out = {}, {}, []
        self.result, self.count, self.ours = None, 0, {}
        self.loop = self.keeper = None

    def idle(self, loop, due):
        """Report what came of the last message, wait for the next, and return its time."""
        answer = {"result": self.result, "out": self.out, "due": due}
        self.send(answer)
        while "stage" in (message := self.receive()):
            self.send(self.guest.hear(message))
        self.result, self.out = None, []
        if self.loop is None:
            self.loop, (self.keeper,) = loop, asyncio.all_tasks(loop)
        loop.call_soon(self.do, *message["do"])
        return message["now"]

    def send(self, answer):
        self.line.say(json.dumps(answer).encode())

    def receive(self):
        received = self.line.hear()
        if not received:
            os._exit(0)  # the judge has left
        return json.loads(received)

    def do(self, verb, *rest):
        try:
            self.result = ["value", getattr(self, f"do_{verb}")(*rest)]
        except Exception as error:
            self.result = ["raised", self.failure(error)]

    def do_load(self, name, source, ours=False):
        """Of the course's own answers nobody needs lines or docstrings, and the student's code finds none."""
        if not ours:
            linecache.cache[f"<{name}>"] = (len(source), None, [*io.StringIO(source, newline=None)], f"<{name}>")
        before = set(vars(self.book))
        try:
            exec(compile(source, f"<{name}>", "exec", optimize=2 if ours else 0), self.book.__dict__)
        except BaseException as error:
            return self.failure(error)
        if ours:
            self.ours |= {name: value for name, value in vars(self.book).items() if name not in before}

    def do_bring(self, name, source):
        """A module of the judge's, to run over here with the course as it was; the student's names are its `book`.

        `ours` are the names of the course's own answers, which stand for a student's that are wrong.
        """
        self.course.restored()
        module = ModuleType(name)
        module.book, module.ours = self.book, dict(self.ours)
        exec(compiled(source, f"<{name}>", "exec"), module.__dict__)
        return self.wire.pack(module)

    def do_defined(self, name):
        return hasattr(self.book, name)

    def do_begin(self, seed, order=None):
        clear(self.loop, self.keeper)
        self.loop.shuffle(order)
        self.loop.orphans.take()
        self.loop.streams = Streams(seed)

    def do_lost(self):
        return [self.failure(error) for error in self.loop.orphans.take()]

    def do_new(self, name, args, options):
        return self.call(getattr(self.book, name), args, options)

    def do_call(self, number, name, args, options):
        return self.call(getattr(self.wire.own[number], name), args, options)

    def do_get(self, number, name):
        value = getattr(self.wire.own[number], name)
        return ["method"] if inspect.isroutine(value) else ["is", self.wire.pack(value)]

    def call(self, function, args, options):
        value = function(*self.wire.unpack(args), **self.wire.unpack(options))
        return self.later(value) if inspect.isawaitable(value) else ["is", self.wire.pack(value)]

    def do_habit(self, habit, number, args, options):
        call = partial(self.wire.own[number], *self.wire.unpack(args))
        return self.later(HABITS[habit](call, **self.wire.unpack(options)))

    def later(self, awaitable):
        self.count += 1
        self.tasks[self.count] = self.loop.create_task(self.follow(self.count, awaitable))
        return ["later", self.count]

    async def follow(self, number, awaitable):
        try:
            value = self.wire.pack(await awaitable)
            self.out.append(["done", number, value])
        except (Exception, CancelledError) as error:
            self.out.append(["failed", number, self.failure(error)])
        finally:
            self.tasks.pop(number, None)

    def do_cancel(self, number):
        if number in self.tasks:
            self.tasks[number].cancel()

    def do_answer(self, number, value):
        self.settle(number, lambda future: future.set_result(self.wire.unpack(value)))

    def do_refuse(self, number, error):
        self.settle(number, lambda future: future.set_exception(self.wire.unpack(error)))

    def settle(self, number, how):
        future = self.asked.get(number)
        if future is not None and not future.done():
            how(future)

    def do_wake(self):
        pass

    async def ask(self, number, method, args, options):
        self.count += 1
        mine, future = self.count, self.loop.create_future()
        self.asked[mine] = future
        self.out.append(["call", mine, number, method, self.wire.pack(args), self.wire.pack(options)])
        try:
            return await future
        except CancelledError:
            self.out.append(["cancel", mine])
            raise
        finally:
            del self.asked[mine]

    def failure(self, error):
        """The error as data, with the line of the student's cell that it came from."""
        frame, place = error.__traceback__, None
        while frame is not None:
            cell = frame.tb_frame.f_code.co_filename
            if cell.startswith("<") and cell in linecache.cache:
                place = f"{cell[1:-1]}, line {frame.tb_lineno}: {linecache.getline(cell, frame.tb_lineno).strip()}"
            frame = frame.tb_next
        by = getattr(error, "by", None)
        return ["error", type(error).__name__, str(error)[:2_000], place, by if by.__class__ is str else None]
