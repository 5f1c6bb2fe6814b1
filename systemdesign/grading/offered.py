"""What student code may ask of an object of the judge's that plays with it."""

import inspect
from asyncio import AbstractEventLoop, Future
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from random import Random
from types import CodeType, CoroutineType, FrameType, ModuleType, SimpleNamespace, TracebackType

from systemdesign.grading.examinee.held import inside, is_held
from systemdesign.grading.examinee.known import ACTS, routines
from systemdesign.grading.examinee.wire import PLAIN

CLOSED = (
    AbstractEventLoop,
    Future,
    CodeType,
    CoroutineType,
    FrameType,
    ModuleType,
    TracebackType,
    type,
    partial,
    BaseException,
)
DATA = (complex, range, bytearray, Decimal, Fraction, Random)


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


def acting(value, known):
    """Whether a value is, or has inside, an object that acts, and that is none of those that are `known` by their id.

    An attribute gives data alone: whoever holds one object is not led on to others by it.
    """
    kind = value.__class__
    if kind in PLAIN or id(value) in known or isinstance(value, (str, int, float, bytes, BaseException)):
        return False
    if isinstance(value, dict):
        return any(acting(one, known) for pair in value.items() for one in pair)
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(acting(one, known) for one in value)
    if is_held(kind):
        return any(acting(one, known) for one in inside(value, kind))
    return kind not in DATA


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
