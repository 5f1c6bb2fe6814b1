"""A judge's stage, and a line to it that says whatever was written before."""

import json
from itertools import chain, repeat

from systemdesign.grading.process import Gone, Limits, read
from systemdesign.grading.remote import Notebook, student_error
from systemdesign.grading.stage import Stage

MODULE = """
import asyncio
from systemdesign.kernel import now, run

def came():
    return book.answers([])

def running():
    async def main():
        return book.answers([])
    return run(main)

def awaited():
    async def main():
        await asyncio.sleep(5.0)
        return [await book.later(), now()]
    return run(main)
"""


OVER = {"wind_up": None, "end": []}
"""What is told at the end of a run: nothing is under way, and nothing was lost."""


class Written:
    """A process that says these messages, whatever it is asked, except for `names`; and afterwards that it is done."""

    gone, limits = None, Limits()

    def __init__(self, messages, names=True):
        self.messages, self.names = chain(messages, repeat(None, 5_000)), names

    def exchange(self, message):
        if self.gone:
            self.lose(self.gone)
        verb = message.get("stage", [""])[0]
        try:
            if self.names and verb == "name":
                return {"result": ["value", function(message["stage"][1] == "later")], "out": []}
            said = next(self.messages, "")
            if said is None:
                return {"result": ["value", OVER.get(verb, [None, []])], "out": []}
            return read(said if said.__class__ is bytes else said.encode())
        except (ValueError, RecursionError):
            self.lose("no JSON")

    def lose(self, why):
        self.gone = why
        raise Gone(why)


def function(later):
    return ["acting", 10**6, [10**6, "function", None, ["__call__"], {}], ["__call__"], later]


def forged(path, how, *messages):
    """What one of the module's functions comes to when these messages are answered."""
    path.write_text(MODULE)
    return getattr(Stage(Written(messages), student_error).bring(path), how)()


def told(value, out=(), changes=()):
    """What a call came to, as it is told."""
    return json.dumps({"result": ["value", [value, list(changes)]], "out": list(out)})


def stepped(*came):
    """What the first step of a coroutine came to, as it is told."""
    return json.dumps({"result": ["value", [1, None, *came]], "out": []})


def raised(error):
    return json.dumps({"result": ["raised", error], "out": []})


def asked(*ask):
    return json.dumps({"ask": list(ask), "out": [], "task": None})


def played(path, code, module, **limits):
    """The notebook with such code, and the module at this path as it is brought."""
    path.write_text(module)
    book = Notebook([["part-1", code]], Limits(**limits))
    return book, book.bring(path)
