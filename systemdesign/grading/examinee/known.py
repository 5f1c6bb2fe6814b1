"""What both ends know by name: errors of Python's, of the kernel's and of the world's, and what an object can do."""

import sys
from inspect import getattr_static, iscoroutinefunction, isroutine

from systemdesign import sim  # noqa: F401 (its errors are known when its modules are loaded)

ACTS = ("__call__", "__iter__", "__next__", "__len__", "__getitem__", "__contains__", "__await__")
"""What an object that stays where it is can be asked for by Python itself."""


def full(kind):
    """The name by which both ends know a class."""
    return f"{kind.__module__}.{kind.__name__}"


KNOWN = {
    full(kind): kind
    for name, module in sorted(sys.modules.items())
    if name in ("builtins", "asyncio") or name.startswith(("systemdesign.sim", "systemdesign.kernel"))
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, BaseException)
    and not issubclass(kind, (SystemExit, KeyboardInterrupt))  # these end the process that raises them
}


def later(value):
    """Whether it is, or has in its place, an asynchronous function, whose call begins with the first step."""
    return iscoroutinefunction(value) or iscoroutinefunction(getattr(value.__class__, ACTS[0], None))


def routines(holder):
    """{name: whether it is asynchronous} of the public functions in a class, or an object of functions."""
    found = {}
    for name in dir(holder):
        if not name.startswith("_"):
            value = getattr_static(holder, name)
            value = getattr(value, "__func__", value)
            if isroutine(value):
                found[name] = iscoroutinefunction(value)
    return found
