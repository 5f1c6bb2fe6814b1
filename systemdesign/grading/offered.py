"""What student code may ask of an object of the judge's that plays with it."""

import inspect
from asyncio import AbstractEventLoop, Future
from functools import cache
from types import CodeType, CoroutineType, FrameType, ModuleType, SimpleNamespace, TracebackType

from systemdesign.grading.examinee.known import ACTS, routines

CLOSED = (AbstractEventLoop, Future, CodeType, CoroutineType, FrameType, ModuleType, TracebackType, type, BaseException)


def offered(target, name):
    """A method, or an attribute, of an object of the judge's: what it `offers`, or else what is public.

    Raises AttributeError, also for all that leads on to where the world is played: frames, tasks, loops, classes.
    """
    if inspect.isroutine(target) and name == "__call__":
        return target
    if isinstance(target, CLOSED) or inspect.isroutine(target) or (name.startswith("_") and name not in ACTS):
        raise AttributeError(f"{type(target).__name__!r} object has no attribute {name!r}")
    offers = getattr(target, "offers", None)
    if offers is not None and name not in (*offers, "name"):
        raise AttributeError(f"your code may call {', '.join(offers)} of {target.name}, and nothing else")
    return target if name == "__call__" else getattr(target, name)


def methods(value, kind):
    """The methods of an object of the judge's that student code may call."""
    found = routines_of(kind) | (routines(value) if kind is SimpleNamespace or vars_of(value) else {})
    offers = getattr(value, "offers", None)
    return found if offers is None else {name: found[name] for name in offers if name in found}


@cache
def routines_of(kind):
    return routines(kind) if kind.__module__ != "builtins" else {}


def vars_of(value):
    """Whether an object holds functions of its own."""
    return any(inspect.isroutine(one) for one in getattr(value, "__dict__", {}).values()) and not inspect.isroutine(
        value
    )
