"""A judge's module played with the student's objects: it runs here, they run over there, in one loop, in one order.

Nothing of the module's, nor of the world that it plays, is in the student's process. What crosses is in
`examinee/crossing.py`, how steps are taken from afar in `examinee/end.py`, what is believed of all that in `doubt.py`.
"""

import asyncio
import inspect
from asyncio import events
from functools import lru_cache
from types import ModuleType

from systemdesign.grading.doubt import Doubt
from systemdesign.grading.examinee.steps import FarTask, within
from systemdesign.grading.far import Book, Brought, Kind, Plain, far_attribute, made_kind
from systemdesign.grading.offered import acting, methods, offered
from systemdesign.grading.process import Gone

compiled = lru_cache(compile)
INSIDE = (type(None), FarTask)
"""In none of the judge's tasks, or in one of the student's, which knows that itself."""
DEEP = 40
"""Questions of the student's that may be under way, one inside the other."""


class Stage(Doubt):
    """The judge's end. `error` makes of (kind, text, place, by) what leaves a module of the judge's."""

    def __init__(self, process, error):
        self.book = Book(self)
        super().__init__()
        self.process, self.error, self.timers, self.late, self.depth, self.deep = process, error, {}, set(), 0, 0
        self.plain = Plain(None, error)

    def bring(self, path):
        """The module at `path`, whose `book` stands in for the notebook's names."""
        if not self.depth and self.loop is None and (self.wire.own or self.wire.theirs):
            self.clear()
            self.exchange("clear")
        module = ModuleType(path.stem)
        module.book = self.book
        exec(compiled(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
        return Brought(self, module)

    def clear(self):
        super().clear()
        self.book._known = {}

    def told(self, error):
        """An error that leaves a module of the judge's, as the checks know it."""
        if isinstance(error, Gone):
            return error
        if self.process.gone:
            return Gone(self.process.gone)
        return self.error(type(error).__name__, str(error)[:2_000], self.place(error), getattr(error, "by", None))

    def exchange(self, verb, *rest):
        loop = events._get_running_loop()
        message = {"stage": [verb, *rest], "now": loop.time() if loop else 0.0}
        if loop is not self.loop:
            self.loop, self.timers, self.late = loop, {}, set()
            if loop is not None:
                message["begin"] = loop.streams.seed
                loop.create_task(self.watched(loop), name="watch over your tasks")
        task = loop and asyncio.current_task(loop)
        answer = self.process.exchange({**message, "task": None if task.__class__ in INSIDE else self.number(task)})
        while "ask" in (answer := self.checked(answer)):
            with within(self, answer["task"]):
                told = self.answered(*answer["ask"])
            answer = self.process.exchange({"told": told})
        how, value = answer["result"]
        if how == "raised":
            raise self.read(value)
        return value

    def answered(self, verb, *rest):
        self.deep += 1
        try:
            if self.deep > DEEP:
                raise RecursionError("your code and what it was handed call each other without end")
            return ["value", getattr(self, f"do_{verb}")(*rest)]
        except Gone:
            raise
        except BaseException as error:
            return ["raised", self.wire.pack(error)]
        finally:
            self.deep -= 1

    def do_get(self, number, name):
        value = self.offered(self.wire.own[number], name)
        if inspect.isroutine(value):
            return ["method"]
        if acting(value, self.wire.back):  # before it has a number, which can be guessed
            raise AttributeError(f"{name} is not yours to ask for")
        return ["is", self.wire.pack(value)]

    def offered(self, target, name):
        return offered(target, name)

    def place(self, error):
        return getattr(error, "_place", None)

    def placed(self, error, number, place):
        error._place, error._far = place, True

    def pack_acts(self, value, kind):
        return methods(value, kind)

    def pack_derived(self, value, kind, plain):
        return ["derived", kind._number, plain] if hasattr(kind, "_number") else plain

    def kind(self, number, *told):
        """A class of the student's, as this end has it."""
        if number is None:
            return self.wire.read_error_kind(*told)
        if number not in self.wire.theirs:
            self.new_kind()
            self.wire.here(number, made_kind(self, number, *told))
        return self.wire.theirs[number]

    def derived(self, kind, plain):
        kind = self.kind(*kind)
        if kind.__class__ is not Kind or plain.__class__ is not kind.__base__:
            raise TypeError("a value of another class")
        return type.__call__(kind, plain)

    def error_kind(self, number, name, base):
        self.new_kind()
        get = lambda error, name: far_attribute(self, error, name)  # noqa: E731
        return type(name, (base,), {"__getattr__": get, "_stage": self})

    def stand_in(self, number, kind, acts, later):
        made = object.__new__(self.kind(*kind))
        made.__dict__.update(_number=number, _later=later)
        return made
