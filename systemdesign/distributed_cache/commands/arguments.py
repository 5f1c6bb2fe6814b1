"""Arguments read: numbers, options, indexes and times, each with the error that a wrong one gets."""

from systemdesign.distributed_cache.numbers import LEAST, MOST, real, whole
from systemdesign.distributed_cache.replies import SYNTAX, Error

NO_WHOLE = "ERR value is not an integer or out of range"
NO_REAL = "ERR value is not a valid float"
UNITS = {b"EX": (1000, True), b"PX": (1, True), b"EXAT": (1000, False), b"PXAT": (1, False)}
"""{an option: the milliseconds of its unit, whether it counts from now}."""


def integer(text, wrong=NO_WHOLE, least=LEAST, most=MOST):
    """A whole number from least to most."""
    number = whole(text)
    if number is None or not least <= number <= most:
        raise Error(wrong)
    return number


def within(text, least=-(2**62), most=2**62):
    """A whole number in a range that leaves room to reckon with it."""
    number = integer(text)
    if not least <= number <= most:
        raise Error("ERR value is out of range")
    return number


def positive(text):
    """A whole number of 0 or more."""
    number = whole(text)
    if number is None or number < 0:
        raise Error("ERR value is out of range, must be positive")
    return number


def decimal(text, wrong=NO_REAL):
    """A number, infinity too."""
    number = real(text)
    if number is None:
        raise Error(wrong)
    return number


def options(words, flags=(), valued=(), paired=(), once=()):
    """{option: True, its value, or its two values} of words in any order. Raises Error where there is another.

    Said again, an option has its last value, but one that is to be said `once` is refused.
    """
    found, rest = {}, iter(words)
    for word in rest:
        name = word.upper()
        if name in once and name in found:
            raise Error(SYNTAX)
        if name in flags:
            found[name] = True
        elif name in valued and (value := next(rest, None)) is not None:
            found[name] = value
        elif name in paired and None not in (values := [next(rest, None), next(rest, None)]):
            found[name] = values
        else:
            raise Error(SYNTAX)
    return found


def apart(chosen, *groups):
    """Raise Error where more than one option of a group was chosen."""
    for group in groups:
        if sum(name in chosen for name in group) > 1:
            raise Error(SYNTAX)


def end(engine, name, text, command):
    """The moment in milliseconds at which an option such as EX 10 lets a life end: after now, or it is refused."""
    unit, from_now = UNITS[name]
    number = integer(text)
    moment = number * unit + (engine.clock if from_now else 0)
    if number <= 0 or moment > MOST:
        raise Error(f"ERR invalid expire time in '{command}' command")
    return moment


def stretch(first, last, size):
    """The range of places from first to last, both meant, counted from the end where negative."""
    first = max(0, first + size) if first < 0 else first
    last = last + size if last < 0 else last
    return range(first, min(last + 1, size))


def split(number, words, least=0):
    """The keys, of which there are so many, and at least so many words after them."""
    count = integer(number, "ERR numkeys should be greater than 0", least=1)
    if count > len(words):
        raise Error("ERR Number of keys can't be greater than number of args")
    if count + least > len(words):
        raise Error(SYNTAX)
    return words[:count], words[count:]
