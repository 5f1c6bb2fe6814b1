"""Errors on their way between judge and student: each is the same one again when it comes back."""

from contextlib import suppress
from weakref import ref

from systemdesign.grading.examinee.known import KNOWN, full
from systemdesign.grading.examinee.wire import PLAIN
from systemdesign.sim import ServiceError


class Errors:
    """Of one end, what `Crossing` does with errors and their classes."""

    def here_faintly(self, number, error):
        """Keep a copy of an error as long as somebody has it: it holds on to the frames that it has come through."""
        with suppress(TypeError):  # Python's own errors cannot be referred to weakly
            place = id(error)
            self.faint[number] = ref(error, lambda _: self.back.pop(place, None))
            self.back[place] = number
            return error
        return self.here(number, error)

    def pack_error(self, error, kind):
        if isinstance(error, BaseExceptionGroup):
            return ["group", self.number(error), str(error.message), *map(self.pack, error.exceptions)]
        args = list(map(self.pack, error.args)) if all(one.__class__ in PLAIN for one in error.args) else [str(error)]
        by, cause = getattr(error, "by", None), error.__cause__
        told = [by if by.__class__ is str else None, self.end.place(error), self.pack(cause)]
        return ["error", self.number(error), self.pack_error_kind(kind), args, *told]

    def pack_error_kind(self, kind):
        """A name that both ends know, or its number, its name and what it derives from."""
        if KNOWN.get(full(kind)) is kind:
            return full(kind)
        if id(kind) in self.back:
            return ["yours", self.back[id(kind)]]
        base = kind if kind is BaseException else kind.__bases__[0]
        return [self.number(kind), kind.__name__, self.pack_error_kind(base)]

    def read_group(self, number, message, *errors):
        if number not in self.theirs:
            self.here(number, BaseExceptionGroup(message, list(map(self.unpack, errors))))
        return self.theirs[number]

    def read_error(self, number, kind, args, by, place, cause):
        error = self.faint[number]() if number in self.faint else self.theirs.get(number)
        if error is None:
            kind = self.read_error_kind(kind)
            error = self.here_faintly(number, made(kind, args))
            if issubclass(kind, ServiceError):
                error.by = by
            error.__cause__ = self.unpack(cause)
            self.end.placed(error, number, place)
        return error

    def read_error_kind(self, kind):
        if kind.__class__ is str:
            return KNOWN[kind]
        if kind[0] == "yours":
            known = self.own[kind[1]]
        else:
            number, name, base = kind
            if number not in self.theirs:
                self.here(number, self.end.error_kind(number, name, self.read_error_kind(base)))
            known = self.theirs[number]
        if not issubclass(known, BaseException):
            raise TypeError("no class of errors")
        return known


def made(kind, args):
    """An error of this class, begun as Python's own class begins it: one of the student's may ask for more."""
    error = kind.__new__(kind, *args)
    with suppress(TypeError):
        next(base for base in kind.__mro__ if base.__module__ == "builtins").__init__(error, *args)
    error.args = tuple(args)
    return error
