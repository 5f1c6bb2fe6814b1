"""What stands in, on the judge's stage, for a student's names, classes and objects."""

from functools import partial
from time import process_time

from systemdesign.grading.examinee.gone import Gone
from systemdesign.grading.examinee.known import ACTS
from systemdesign.grading.examinee.wire import Wire

MOST = 2**20
"""Values inside one that a check sees. A list that is in a list twice counts twice: a few lists could make billions."""
TOO_LARGE = "Your code returned a value far larger than a part needs: it has over a million values inside."


class Kind(type):
    """A class of the student's: to call it makes one over there."""

    def __call__(cls, *args, **options):
        return cls._stage.call(cls._number, "__call__", args, options)


class Far(metaclass=Kind):
    """An object of the student's: its methods run over there, its attributes are read there."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        stage, methods = type(self)._stage, type(self)._methods
        if name in methods:
            self.__dict__[name] = asking(stage.later if methods[name] else stage.call, self._number, name)
            return self.__dict__[name]
        for value in stage.attribute(self._number, name):
            return value
        self.__dict__[name] = asking(stage.call, self._number, name)
        return self.__dict__[name]

    def __repr__(self):
        return str(type(self)._stage.call(self._number, "__repr__", (), {}))


def asking(ask, number, name):
    return lambda *args, **options: ask(number, name, args, options)


def act(name):
    def asked(self, *args, **options):
        ask = type(self)._stage.later if name == "__call__" and self._later else type(self)._stage.call
        return ask(self._number, name, args, options)

    return asked


def made_kind(stage, number, name, base, acts, methods):
    about = {"_stage": stage, "_number": number, "_methods": dict(methods), "__slots__": ()}
    if base is not None:
        bases = {one.__name__: one for one in (str, int, float, bytes, tuple, list, dict, set, frozenset)}
        return Kind(name, (bases[base],), about)
    del about["__slots__"]
    return Kind(name, (Far,), {**about, **{one: act(one) for one in acts if one in ACTS}})


def far_attribute(stage, error, name):
    """An attribute of an error of the student's."""
    number = stage.wire.back.get(id(error))
    if name.startswith("_") or number is None:
        raise AttributeError(name)
    return next(iter(stage.attribute(number, name)), asking(stage.call, number, name))


class Book:
    """The names that the notebook defines."""

    def __init__(self, stage):
        self._stage, self._known = stage, {}

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._known:
            self._known[name] = self._stage.came(self._stage.ask("name", name), ())
        return self._known[name]


class Brought:
    """A module of the judge's, whose functions are called as if it were the student's process that they ran in."""

    def __init__(self, stage, module):
        self._stage, self._module = stage, module

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(self._module, name)
        return partial(self._called, value) if callable(value) else value

    def _called(self, function, *args, **options):
        stage = self._stage
        if not stage.depth:
            stage.begun = process_time()
        stage.depth += 1
        try:
            args = [one._module if isinstance(one, Brought) else copied(stage, one) for one in args]
            options = {name: copied(stage, one) for name, one in options.items()}
            return copied(stage, function(*args, **options), shown=True)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            raise stage.told(error) from error
        finally:
            stage.depth -= 1


class Plain(Wire):
    """Makes of data what comes of them on the way to another process; what acts stays what it is."""

    count, shown = 0, False

    def pack(self, value):
        self.count += 1
        if self.count > MOST:
            raise Gone(TOO_LARGE)
        kind = type(value)
        if kind is Kept:
            value = object.__getattribute__(value, "_far")
        elif type(kind) is Kind and not issubclass(kind, Far):
            value = kind.__base__(value)
        return super().pack(value)

    def read_mine(self, number, name):
        value = self.own[number]
        return Kept(value) if self.shown and isinstance(value, Far) else value


class Kept:
    """An object of the student's, as a check has it: it is called, and its methods are.

    What Python asks by itself (how long, what is in it) its process could answer otherwise each time.
    """

    def __init__(self, far):
        self._far = far

    def __call__(self, *args, **options):
        return self._far(*args, **options)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._far, name)

    def __repr__(self):
        return repr(self._far)


def copied(stage, value, shown=False):
    """What comes of it on the way to another process: a check's own lists are not what the student's code is given.

    It is `shown` to a check, or else handed to a module.
    """
    stage.plain.count, stage.plain.shown = 0, shown
    return stage.plain.unpack(stage.plain.pack(value))
