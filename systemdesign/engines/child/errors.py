"""What can go wrong with a real engine, said so that a learner can act on it."""

import re

FAULT = re.compile(r"error|fatal|fail|cannot|can't|denied|invalid|refus|no such|too many|in use", re.IGNORECASE)


class EngineMissing(Exception):
    """The engine has no wheel here; the message says what to do instead."""


class EngineFailed(Exception):
    """The engine is installed and did not do its work; the message holds the end of its log."""


def cause(error):
    """What an error says, or the first of a group; its kind where it says nothing itself.

    Of the last words of an engine it is the one line that tells most.
    """
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    what, _, words = str(error).partition(" Its last words:\n")
    return " ".join(filter(None, [what, telling(words)])) or type(error).__name__


def telling(words):
    """Of what a program has said the first line that names a fault, or else the last; nothing where it said nothing."""
    lines = words.strip().splitlines()
    return next(filter(FAULT.search, lines), lines[-1] if lines else "")


def one_line(text, most=300):
    """A text on one line, without its full stop, and not longer than so many characters."""
    text = " ".join(text.split())
    return f"{text[:most]}..." if len(text) > most else text.rstrip(".")
