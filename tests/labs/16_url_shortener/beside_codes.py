"""Codes and numbers, many in one message, run beside the student. It knows nothing of what should come of them."""

import builtins
import linecache

BUGS = (NotImplementedError, NameError)


def said(ask, *args):
    """What came of a question: the answer, or ["raised", the error's name], all ValueErrors by that name."""
    try:
        return ask(*args)
    except BUGS:
        raise
    except ValueError:
        return ["raised", "ValueError"]
    except Exception as error:
        return ["raised", type(error).__name__]


def codes(asked):
    """For each [key, length, numbers] the codes of an object of their own; no length is the default."""
    return [[said(made(key, length).code, n) for n in numbers] for key, length, numbers in asked]


def both_ways(asked):
    """For each [key, length, numbers] their [code, number of that code]; what is no text is asked for no number."""
    found = []
    for key, length, numbers in asked:
        one = made(key, length)
        rows = [said(one.code, n) for n in numbers]
        found.append([[code, said(one.number, code) if isinstance(code, str) else None] for code in rows])
    return found


def texts(asked):
    """For each [key, length, texts] their [number, code of that number]."""
    found = []
    for key, length, several in asked:
        one = made(key, length)
        rows = [said(one.number, text) for text in several]
        found.append([[n, said(one.code, n) if isinstance(n, int) else None] for n in rows])
    return found


def numbers(key, length, things, as_bytes=False):
    """What one object says of things that may be no codes."""
    one = made(key, length)
    return [said(one.number, thing.encode() if as_bytes else thing) for thing in things]


def in_turn(asked):
    """What objects of several [key, length] say, asked in this order: [which, "code" or "number", of what]."""
    keys, script = asked
    ones = [made(key, length) for key, length in keys]
    return [said(getattr(ones[which], what), of) for which, what, of in script]


def in_processes(key, length, several, salts):
    """The codes in processes whose hashes of texts differ, as Python's do unless it is told otherwise."""
    own, found = vars(book).get("hash"), []  # noqa: F821
    for salt in salts:
        if own is None:
            book.hash = lambda value, salt=salt: salted(value, salt)  # noqa: F821
        try:
            one = anew()(Text(key, salt), length)
            found.append([said(one.code, n) for n in several])
        finally:
            if own is None:
                del book.hash  # noqa: F821
    return found


def anew():
    """Codes, as it is in a process in which the cell has run once more."""
    names = dict(vars(book))  # noqa: F821
    exec(compile("".join(linecache.cache["<part-1>"][2]), "<part-1>", "exec"), names)
    return names["Codes"]


class Text(str):
    """A text with the hash of its process."""

    def __new__(cls, text, salt):
        made = super().__new__(cls, text)
        made.salt = salt
        return made

    def __hash__(self):
        return salted(str(self), self.salt)


def salted(value, salt):
    """Numbers alone have the same hash everywhere."""
    plain = isinstance(value, (int, float))
    return builtins.hash(value) if plain else builtins.hash((salt, repr(value)))


def made(key, length):
    return book.Codes(key) if length is None else book.Codes(key, length)  # noqa: F821
