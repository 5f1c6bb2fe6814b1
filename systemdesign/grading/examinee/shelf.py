"""What an answer may import: it is loaded before the files are out of reach, and nothing else can be."""

import importlib
import sys
import time
from importlib.machinery import BuiltinImporter, FrozenImporter

ENCODINGS = "ascii latin_1 cp1252 utf_16 utf_16_le utf_16_be utf_32 utf_8_sig unicode_escape rot_13 hex_codec"
ALWAYS = ("_strptime", "linecache", "traceback", "concurrent.futures.thread")
"""What the standard library itself imports late, when it is used."""
LATE = {"email": ["email.policy"], "importlib": ["importlib.metadata", "importlib.resources"]}
"""The same, of a module that is large."""
ABSENT = (
    "{name} cannot be imported here. An answer may import the modules of Python's standard library, by an import "
    "statement in an answer cell, and systemdesign.sim."
)


class Shelf:
    """The last to be asked for a module: what was to be found has been loaded already."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        raise ModuleNotFoundError(ABSENT.format(name=name), name=name)


def fill(names):
    """Load these modules, those of them that there are; from now on no other is found."""
    encodings = [f"encodings.{name}" for name in ENCODINGS.split()]
    late = [name for named in names for name in LATE.get(named.partition(".")[0], ())]
    for name in (*ALWAYS, *encodings, *names, *late):
        try:
            importlib.import_module(name)
        except Exception:  # the answer's own import will say so, with its line
            continue
    time.localtime()  # reads the time zone's file now, and no more
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter, Shelf]
