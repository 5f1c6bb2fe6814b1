"""Values as lists that JSON can carry: by value where they are data, by number where they act."""

import builtins
from dataclasses import fields
from random import Random

from systemdesign.sim import request as service

ERRORS = {cls.__name__: cls for cls in vars(service).values() if isinstance(cls, type) and issubclass(cls, Exception)}
ERRORS["TimeoutError"] = TimeoutError
TRAVELS = service.Request, service.Reply, service.WebRequest, service.WebReply
RECORDS = {cls.__name__: (cls, [field.name for field in fields(cls)]) for cls in TRAVELS}
PLAIN = {type(None), bool, int, float, str}


class Wire:
    """One end of the line. `own` are the objects that the other end knows by number; `theirs` stand in for its own."""

    def __init__(self, stand_in, error):
        self.own, self.numbers, self.theirs = [], {}, {}
        self.stand_in, self.error = stand_in, error

    def pack(self, value):
        kind = value.__class__
        if kind in PLAIN:
            return value
        if kind is bytes:
            return ["bytes", value.decode("latin-1")]
        if kind in (list, tuple, set, frozenset):
            return [kind.__name__, *map(self.pack, value)]
        if kind is dict:
            return ["dict", *([self.pack(key), self.pack(item)] for key, item in value.items())]
        if RECORDS.get(kind.__name__, (None,))[0] is kind:
            return ["record", kind.__name__, *(self.pack(getattr(value, name)) for name in RECORDS[kind.__name__][1])]
        if isinstance(value, BaseException):
            return ["error", kind.__name__, str(value)[:2_000], None, getattr(value, "by", None)]
        return self.pack_object(value)

    def pack_object(self, value):
        number = getattr(value, "wire_number", None)
        if number is not None and self.theirs.get(number) is value:
            return ["yours", number]
        if isinstance(value, (bool, int, float, str)):
            return next(base(value) for base in (int, float, str) if isinstance(value, base))
        number = self.numbers.setdefault(id(value), len(self.own))
        new = number == len(self.own)
        if new:
            self.own.append(value)
        if value.__class__ is Random:
            return ["random", number, self.pack(value.getstate()) if new else None]
        name = getattr(value, "name", None)
        return ["mine", number, name if name.__class__ is str else None]

    def unpack(self, data):
        if data.__class__ is not list:
            return data
        return getattr(self, f"read_{data[0]}")(*data[1:])

    def read_list(self, *items):
        return [self.unpack(item) for item in items]

    def read_tuple(self, *items):
        return tuple(map(self.unpack, items))

    def read_set(self, *items):
        return set(map(self.unpack, items))

    def read_frozenset(self, *items):
        return frozenset(map(self.unpack, items))

    def read_dict(self, *pairs):
        return {self.unpack(key): self.unpack(value) for key, value in pairs}

    def read_bytes(self, text):
        return text.encode("latin-1")

    def read_record(self, name, *values):
        return RECORDS[name][0](*map(self.unpack, values))

    def read_random(self, number, state):
        """A generator that goes on here from where it stood there; the same one each time it is sent."""
        if number not in self.theirs:
            self.theirs[number] = made = Random()
            made.setstate(self.unpack(state))
            made.wire_number = number
        return self.theirs[number]

    def read_yours(self, number):
        return self.own[number]

    def read_mine(self, number, name):
        if number not in self.theirs:
            self.theirs[number] = self.stand_in(number, name)
        return self.theirs[number]

    def read_error(self, name, text, place, by):
        return self.error(name, text, place, by)


def service_error(name, text, place, by):
    """An error of the judge's, as the student's code meets it."""
    if name in ERRORS and name != "TimeoutError":
        return ERRORS[name](text, by)
    known = getattr(builtins, name, None)
    if isinstance(known, type) and issubclass(known, Exception):
        return known(text)
    return RuntimeError(f"{name}: {text}")
