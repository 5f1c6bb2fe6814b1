"""The course's own code as it was before an answer ran: it is put back, and an answer that changed it is found out."""

import sys
from types import FunctionType

PYTHONS = ("__annot", "_abc")
"""How the attributes begin that Python itself gives a class later."""
NOTHING = object()


class Changed(Exception):
    """An answer has changed what is the course's."""


class Course:
    """The modules that are loaded, their classes, and the functions of both, with all that can be put in their place.

    What an answer changes while it is called stays changed until somebody asks for `restored`, and is told then.
    """

    def __init__(self):
        modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "systemdesign"]
        self.modules = {module: dict(vars(module)) for module in modules}
        values = [value for held in self.modules.values() for value in held.values()]
        self.classes = {value: dict(vars(value)) for value in values if ours(value) and isinstance(value, type)}
        values += [value for held in self.classes.values() for value in held.values()]
        self.functions = {f: inside(f) for value in values for f in functions(value) if ours(f)}

    def restored(self):
        """Put everything back. Raises Changed, with the first name, where something callable was another's."""
        changed = [*self._modules(), *self._classes(), *self._functions()]
        if changed:
            raise Changed(f"your answer has changed {changed[0]}: leave what is the course's as it is")

    def _modules(self):
        for module, held in self.modules.items():
            now = vars(module)
            changed = [name for name, value in held.items() if callable(value) and now.get(name) is not value]
            now.update(held)
            yield from (f"{module.__name__}.{name}" for name in changed)

    def _classes(self):
        for kind, held in self.classes.items():
            now = dict(vars(kind))
            for name in {**held, **now}:
                if now.get(name, NOTHING) is not held.get(name, NOTHING) and not name.startswith(PYTHONS):
                    put(kind, name, held.get(name, NOTHING))
                    yield f"{kind.__name__}.{name}"

    def _functions(self):
        for function, held in self.functions.items():
            if inside(function) != held:
                function.__code__, function.__defaults__, function.__kwdefaults__ = held
                yield function.__qualname__


def ours(value):
    """Whether a class or a function is the course's own."""
    return str(getattr(value, "__module__", "")).partition(".")[0] == "systemdesign"


def functions(value):
    """The functions in what a module or a class holds: itself, or those of a method or a property."""
    found = value, *(getattr(value, name, None) for name in ("__func__", "fget", "fset"))
    return [one for one in found if isinstance(one, FunctionType)]


def inside(function):
    """What makes a function do what it does."""
    return function.__code__, function.__defaults__, function.__kwdefaults__


def put(kind, name, value):
    """Give a class its attribute again, or take it away."""
    if value is NOTHING:
        type.__delattr__(kind, name)
    else:
        type.__setattr__(kind, name, value)
