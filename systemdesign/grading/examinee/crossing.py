"""Values on their way between judge and student, so that what is one object there is one object here.

Data travel as copies. A list, a dict, a set or a record keeps its number: sent again it is the same copy, with what it
holds by then, and what was done to the copy is told with the next answer. What acts (functions, objects, coroutines,
futures) stays where it is, and something stands in for it on the other side. An error is the same error again when it
comes back.
"""

from decimal import Decimal
from fractions import Fraction
from random import Random
from types import CoroutineType

from systemdesign.grading.examinee.errors import Errors
from systemdesign.grading.examinee.held import FROZEN, HELD, filled, is_held, made, parts_of, same
from systemdesign.grading.examinee.known import ACTS, later
from systemdesign.grading.examinee.wire import PLAIN, RECORDS

EXACT = {"Fraction": Fraction, "Decimal": Decimal, "complex": complex}
LONG, LARGE = 4_000, 4_000
"""Characters of an exact number, and the power of ten up to which it is one: a few characters can ask for gigabytes."""
MOST = 2**20
"""Members of a range, which cost nothing to tell and much to go through."""


class Crossing(Errors):
    """One end. `own` are the objects that the other end knows by number, `theirs` the copies and stand-ins of its own.

    `end` makes what stands in here: `stand_in`, `coroutine`, `future`, `kind` and `error_kind`.
    """

    def __init__(self, end):
        self.end = end
        self.clear()

    def clear(self):
        """Forget all that has crossed."""
        self.own, self.numbers, self.theirs, self.back, self.last = [], {}, {}, {}, {}
        self.faint = {}

    def number(self, value):
        """The number by which the other end knows an object of this end's."""
        number = self.numbers.setdefault(id(value), len(self.own))
        if number == len(self.own):
            self.own.append(value)
        return number

    def here(self, number, value):
        """Keep a copy, or a stand-in, of the other end's."""
        self.theirs[number], self.back[id(value)] = value, number
        return value

    def pack(self, value):
        kind = value.__class__
        if kind in PLAIN:
            return value
        if kind is tuple:
            return ["tuple", *map(self.pack, value)]
        if kind is bytes:
            return ["bytes", value.decode("latin-1")]
        if kind in HELD:
            return self.pack_held(value, HELD[kind])
        if RECORDS.get(kind.__name__, (None,))[0] is kind:
            return self.pack_held(value, kind.__name__)
        if id(value) in self.back:
            return ["yours", self.back[id(value)]]
        return self.pack_other(value, kind)

    def pack_held(self, value, name):
        number = self.back.get(id(value))
        parts = parts_of(value, name)
        if number is None:
            return ["held", self.number(value), name, *map(self.pack, parts)]
        if same(parts, self.last[number]) and all(part.__class__ in PLAIN for part in parts):
            return ["yours", number]
        self.last[number] = parts
        return ["back", number, name, *map(self.pack, parts)]

    def pack_other(self, value, kind):
        if isinstance(value, BaseException):
            return self.pack_error(value, kind)
        if kind is CoroutineType:
            return ["coroutine", self.number(value)]
        if kind in (frozenset, bytearray, range):
            return [kind.__name__, *map(self.pack, value)] if kind is not range else ["range", *ends(value)]
        if kind.__name__ in EXACT and EXACT[kind.__name__] is kind:
            return ["exact", kind.__name__, str(value)]
        if kind is Random:
            new = id(value) not in self.numbers
            return ["random", self.number(value), self.pack(value.getstate()) if new else None]
        if isinstance(value, type):
            return ["kind", *self.end.pack_kind(value)]
        return self.pack_acting(value, kind)

    def pack_acting(self, value, kind):
        for base in (int, float, str, bytes, tuple, list, dict, set, frozenset):
            if isinstance(value, base):
                plain = base.__str__(value) if base is str else base(value)
                return self.end.pack_derived(value, kind, self.pack(plain))
        acts = [name for name in ACTS if hasattr(kind, name)]
        return ["acting", self.number(value), self.end.pack_acts(value, kind), acts, later(value)]

    def unpack(self, data):
        if data.__class__ is dict:
            raise TypeError("a dict is told in a list")
        if data.__class__ is not list:
            return data
        return getattr(self, f"read_{data[0]}")(*data[1:])

    def read_tuple(self, *items):
        return tuple(map(self.unpack, items))

    def read_frozenset(self, *items):
        return frozenset(map(self.unpack, items))

    def read_bytes(self, text):
        return text.encode("latin-1")

    def read_bytearray(self, *items):
        return bytearray(items)

    def read_range(self, *three):
        found = range(*three)
        if len(found) > MOST:
            raise ValueError("a range of more than any answer needs")
        return found

    def read_exact(self, name, text):
        if len(text) > LONG or (name == "Fraction" and not text.replace("/", "", 1).lstrip("-").isdigit()):
            raise ValueError("no number is told so")
        number = EXACT[name](text)
        if name == "Decimal" and number.is_finite() and abs(number.adjusted()) > LARGE:
            raise ValueError("a number beyond all that an answer needs")
        return number

    def read_held(self, number, name, *parts):
        if number not in self.theirs:
            self.here(number, made(name))
        self.last[number] = parts = list(map(self.unpack, parts))
        return filled(self.theirs[number], name, parts)

    def read_back(self, number, name, *parts):
        value = self.own[number]
        if HELD.get(value.__class__, value.__class__.__name__) != name or not is_held(value.__class__):
            raise ValueError(f"no {name} has this number")
        parts = list(map(self.unpack, parts))
        return value if name in FROZEN else filled(value, name, parts)

    def read_yours(self, number):
        return self.own[number]

    def read_random(self, number, state):
        if number not in self.theirs:
            self.here(number, Random()).setstate(self.unpack(state))
        return self.theirs[number]

    def read_coroutine(self, number):
        return self.theirs[number] if number in self.theirs else self.here(number, self.end.coroutine(number))

    def read_acting(self, number, kind, acts, later):
        if number not in self.theirs:
            self.here(number, self.end.stand_in(number, kind, acts, later))
        return self.theirs[number]

    def read_kind(self, *told):
        return self.end.kind(*told)

    def read_derived(self, kind, plain):
        return self.end.derived(kind, self.unpack(plain))


def ends(value):
    return value.start, value.stop, value.step
