"""What a connection is asked, and what it asks of itself: its version of the protocol, its name, its transaction."""

from systemdesign.distributed_cache.commands.table import ALL, reads
from systemdesign.distributed_cache.numbers import whole
from systemdesign.distributed_cache.replies import NO_LIST, OK, Error, Status

NO_KEYS = (0, 0, 0)


@reads("ping", -1, keys=NO_KEYS)
def ping(engine, *words):
    if len(words) > 1:
        raise engine.commands[b"PING"].misused()
    return words[0] if words else Status(b"PONG")


@reads("echo", 2, keys=NO_KEYS)
def echo(engine, message):
    return message


@reads("select", 2, keys=NO_KEYS)
def select(engine, number):
    if whole(number) is None:
        raise Error("ERR value is not an integer or out of range")
    if number != b"0":
        raise Error("ERR DB index is out of range")
    return OK


@reads("quit", -1, keys=NO_KEYS, at_once=True)
def quit_(engine, *words):
    engine.session.closing = True
    return OK


@reads("hello", -1, keys=NO_KEYS, at_once=True)
def hello(engine, *words):
    session, version = engine.session, engine.session.version
    if words:
        version = whole(words[0])
        if version not in (2, 3):
            raise Error("NOPROTO unsupported protocol version")
    name = named(words[1:])
    session.version, session.name = version, session.name if name is None else name
    return {b"server": b"redis", b"version": engine.version, b"proto": version, b"id": session.number,
            b"mode": engine.mode, b"role": b"replica" if engine.replica else b"master", b"modules": []}


def named(words):
    """The name in SETNAME name, or None. There are no passwords here: AUTH is taken from anybody."""
    words, name = list(words), None
    while words:
        option = words.pop(0).upper()
        if option == b"AUTH" and len(words) > 1:
            del words[:2]
        elif option == b"SETNAME" and words:
            name = words.pop(0)
        else:
            raise Error(f"ERR Syntax error in HELLO option '{option.decode('latin-1').lower()}'")
    return name


@reads("client", -2, keys=NO_KEYS)
def client(engine, what, *words):
    session, what = engine.session, what.upper()
    if what == b"ID":
        return session.number
    if what == b"GETNAME":
        return session.name or None
    if what == b"SETNAME" and len(words) == 1:
        if any(not 33 <= letter <= 126 for letter in words[0]):
            raise Error("ERR Client names cannot contain spaces, newlines or special characters.")
        session.name = words[0]
        return OK
    if what in (b"INFO", b"LIST"):
        return b"id=%d name=%b db=0 resp=%d\n" % (session.number, session.name, session.version)
    if what in (b"SETINFO", b"NO-EVICT", b"NO-TOUCH"):
        return OK
    raise Error(f"ERR unknown subcommand or wrong number of arguments for '{what.decode('latin-1')}'. Try CLIENT ID.")


@reads("reset", 1, keys=NO_KEYS, at_once=True)
def reset(engine):
    leave(engine)
    engine.session.version, engine.session.name = 2, b""
    return Status(b"RESET")


def leave(engine):
    """End a transaction, and watch nothing more."""
    session = engine.session
    for key in session.watched:
        engine.watched[key].discard(session)
        if not engine.watched[key]:
            del engine.watched[key]
    session.queue, session.refused, session.spoilt = None, False, False
    session.watched.clear()


@reads("multi", 1, keys=NO_KEYS, at_once=True)
def multi(engine):
    if engine.session.queue is not None:
        raise Error("ERR MULTI calls can not be nested")
    engine.session.queue = []
    return OK


@reads("discard", 1, keys=NO_KEYS, at_once=True)
def discard(engine):
    if engine.session.queue is None:
        raise Error("ERR DISCARD without MULTI")
    leave(engine)
    return OK


@reads("watch", -2, keys=ALL, at_once=True)
def watch(engine, *keys):
    session = engine.session
    if session.queue is not None:
        raise Error("ERR WATCH inside MULTI is not allowed")
    for key in keys:
        engine.find(key)
        session.watched.add(key)
        engine.watched.setdefault(key, set()).add(session)
    return OK


@reads("unwatch", 1, keys=NO_KEYS)
def unwatch(engine):
    queue, refused = engine.session.queue, engine.session.refused
    leave(engine)
    engine.session.queue, engine.session.refused = queue, refused
    return OK


@reads("exec", 1, keys=NO_KEYS, at_once=True)
def exec_(engine):
    session = engine.session
    if session.queue is None:
        raise Error("ERR EXEC without MULTI")
    queue, refused = session.queue, session.refused
    for key in session.watched:
        engine.find(key)  # what has died since counts as changed
    spoilt = session.spoilt
    leave(engine)
    if refused:
        raise Error("EXECABORT Transaction discarded because of previous errors.")
    if spoilt:
        return NO_LIST
    replies = transaction(engine, queue)
    engine.serve()
    return replies


def transaction(engine, queue):
    """The replies to these requests; for the log, all of them stand in brackets."""
    session, begin = engine.session, len(engine.effects)
    engine.inside = True
    replies = [engine.execute(arguments, engine.now, session) for arguments in queue]
    engine.inside = False
    if len(engine.effects) > begin + 1:
        engine.effects.insert(begin, [b"MULTI"])
        engine.effects.append([b"EXEC"])
    return replies
