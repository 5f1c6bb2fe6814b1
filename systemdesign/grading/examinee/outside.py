"""What stands in, in the student's process, for objects of the judge's."""

from functools import cache


@cache
def standing_in(acts, later):
    """The class of what stands in for an object of the judge's that Python can ask for these."""
    return type("Outside", (StandIn,), {name: act(name, later and name == "__call__") for name in acts})


def act(name, later):
    def asked(self, *args, **options):
        return self._guest.call(self._number, name, args, options)

    def asked_later(self, *args, **options):
        return self._guest.later(self._number, name, args, options)

    return asked_later if later else asked


class StandIn:
    """An object of the judge's: its methods are called there, its attributes read there, nothing is set."""

    __slots__ = ("_guest", "_number", "_methods")

    def __init__(self, guest, number, methods):
        for name, value in (("_guest", guest), ("_number", number), ("_methods", methods)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._methods:
            ask = self._guest.later if self._methods[name] else self._guest.call
            return lambda *args, **options: ask(self._number, name, args, options)
        kind, *value = self._guest.ask("get", self._number, name)
        if kind == "is":
            return self._guest.wire.unpack(value[0])
        return lambda *args, **options: self._guest.call(self._number, name, args, options)

    def __repr__(self):
        return f"<service {self._number}>"
