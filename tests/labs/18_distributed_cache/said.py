r"""What is said to engines by `said.txt`, rule by rule: once to Valkey, whose replies are recorded, once to answers.

A line is a request, '' an argument of no bytes, \x00 a byte; "@300" says that from here on it is 300 ms later.
"""

import re
import shlex
from pathlib import Path

SAID = Path(__file__).parent / "said.txt"


def written():
    """(name, [(milliseconds, request), …]) of each session; the name begins with the number of its rule."""
    for section in re.split(r"(?m)^# ", SAID.read_text(encoding="utf-8"))[1:]:
        name, *lines = section.strip().splitlines()
        yield name, steps(lines)


def steps(lines):
    now, found = 0, []
    for line in lines:
        words = shlex.split(line.replace("\\", "\\\\"))
        if words[0].startswith("@"):
            now = int(words[0][1:])
        else:
            found.append((now, [plain(word) for word in words]))
    return found


def plain(word):
    """A word's bytes, of whatever escapes it has."""
    return word.encode("latin-1").decode("unicode_escape").encode("latin-1")
