"""What people and libraries ask a server about itself."""

from systemdesign.distributed_cache.commands.table import reads
from systemdesign.distributed_cache.glob import glob
from systemdesign.distributed_cache.replies import OK, Error, Status, Text

NO_KEYS = (0, 0, 0)


def unknown(command, what):
    """What to say to a word that a command does not know."""
    return Error(f"ERR unknown subcommand or wrong number of arguments for '{what.decode('latin-1')}' of {command}")


@reads("config", -2, keys=NO_KEYS)
def config(engine, what, *words):
    what = what.upper()
    if what == b"GET" and words:
        matches = [glob(word.lower()) for word in words]
        return {name: value for name, value in engine.settings.items() if any(match(name) for match in matches)}
    if what == b"SET" and words and len(words) % 2 == 0:
        for name, value in zip(words[::2], words[1::2]):
            engine.settings.change(name.lower(), value)
        return OK
    if what in (b"RESETSTAT", b"REWRITE") and not words:
        return OK
    raise unknown("CONFIG", what)


@reads("info", -1, keys=NO_KEYS)
def info(engine, *words):
    names = {word.lower().decode("latin-1") for word in words} - {"all", "default", "everything"}
    sections = {name: tell(engine) for name, tell in engine.report.items() if not names or name in names}
    return Text("\r\n".join(
        f"# {name.capitalize()}\r\n" + "".join(f"{field}:{value}\r\n" for field, value in fields.items())
        for name, fields in sections.items()).encode())


@reads("command", -1, keys=NO_KEYS)
def command(engine, *words):
    what = words[0].upper() if words else b"INFO"
    if what == b"COUNT":
        return len(engine.commands.every())
    if what == b"DOCS":
        return {}
    if what == b"LIST":
        return [one.name.encode() for one in engine.commands.every()]
    if what == b"GETKEYS" and len(words) > 1:
        keys = engine.commands[words[1]].keys_of(list(words[1:]))
        if not keys:
            raise Error("ERR The command has no key arguments")
        return keys
    if what != b"INFO":
        raise unknown("COMMAND", what)
    asked = [name.upper() for name in words[1:]] or [one.name.upper().encode() for one in engine.commands.every()]
    return [described(engine.commands[name]) if name in engine.commands else None for name in asked]


def described(command):
    """A command as COMMAND tells it."""
    flags = [Status(b"write" if command.writes else b"readonly")] if command.keys[2] or command.counted else []
    flags += [Status(b"denyoom")] * command.grows + [Status(b"movablekeys")] * bool(command.counted)
    return [command.name.encode(), command.arity, flags, *command.keys, [], [], [], []]


@reads("time", 1, keys=NO_KEYS)
def time(engine):
    return [b"%d" % part for part in divmod(round(engine.now * 1e6), 1_000_000)]


@reads("lolwut", -1, keys=NO_KEYS)
def lolwut(engine, *words):
    return Text(b"A small Redis, to be read.\n")


@reads("function", -2, keys=NO_KEYS)
def function(engine, what, *words):
    """There are none to flush; the test suites of others ask for it."""
    if what.upper() != b"FLUSH":
        raise unknown("FUNCTION", what)
    return OK
