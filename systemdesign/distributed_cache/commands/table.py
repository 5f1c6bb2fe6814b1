"""The table of commands: each a function that takes the engine and its arguments, with what must be known before it."""

from dataclasses import dataclass, field
from itertools import pairwise

from systemdesign.distributed_cache.replies import Error


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `run(engine, *arguments)` gives its reply or raises Error, and then has changed nothing.

    `arity` counts the name too, and is negative where more may come. `keys` are the places of the first and the last
    key, from the end where negative, and the step between; `counted` is the place of the number of keys that follow,
    `option` a word after which one more stands.
    `writes`: it may change what is kept; `grows`: so that it takes more room; `at_once`: not queued after MULTI.
    """

    name: str
    run: object
    arity: int
    keys: tuple = (0, 0, 0)
    counted: int = 0
    option: bytes = b""
    writes: bool = False
    grows: bool = False
    at_once: bool = False
    least: int = field(init=False)
    most: int = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "least", abs(self.arity))
        object.__setattr__(self, "most", self.arity if self.arity > 0 else 1 << 30)

    def keys_of(self, arguments):
        """The keys among a request's arguments."""
        first, last, step = self.keys
        found = arguments[first : len(arguments) + last + 1 if last < 0 else last + 1 : step] if step else []
        if self.counted and arguments[self.counted].isdigit():
            begin = self.counted + 1
            found += arguments[begin : begin + int(arguments[self.counted])]
        return found + [key for word, key in pairwise(arguments) if self.option and word.upper() == self.option]

    def misused(self):
        """What to say to a request with too few arguments, or too many."""
        return Error(f"ERR wrong number of arguments for '{self.name}' command")


class Table(dict):
    """{a name, in either case: its command}."""

    def add(self, name, arity, **more):
        """A decorator: the function is the command of this name, or of these names, separated by blanks."""
        def register(run):
            for one in name.lower().split():
                self[one.encode()] = self[one.upper().encode()] = Command(one, run, arity, **more)
            return run

        return register

    def __missing__(self, name):
        if name.upper() in self:
            return self[name.upper()]
        raise Error(f"ERR unknown command '{name[:128].decode('latin-1')}'")

    def every(self):
        """All commands, each once."""
        return [command for name, command in self.items() if name.decode() == command.name]


COMMANDS = Table()
ONE, ALL = (1, 1, 1), (1, -1, 1)


def reads(name, arity, keys=ONE, **more):
    """A command that changes nothing."""
    return COMMANDS.add(name, arity, keys=keys, **more)


def writes(name, arity, keys=ONE, **more):
    """A command that may change what is kept, without taking more room."""
    return COMMANDS.add(name, arity, keys=keys, writes=True, **more)


def grows(name, arity, keys=ONE, **more):
    """A command that may take more room: refused where there is none."""
    return COMMANDS.add(name, arity, keys=keys, writes=True, grows=True, **more)
