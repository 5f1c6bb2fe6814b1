"""Begin a lab: a solution, its checks and a mutant that run, to be changed into what the lab is about."""

import argparse
import re
import sys
from pathlib import Path

from systemdesign.grading.lab import COURSE
from tools.make_labs import main as make_labs
from tools.normalise import MARK, text
from tools.store import put

SETUP = """import asyncio

from systemdesign import now, run, stream
from systemdesign.sim import Request, Server, constant
"""
HOW = """## How this lab works

Write your answers in the cells that raise `NotImplementedError`; leave those cells where they are. Anything else you \
may change, add or delete: the grader takes your answers and nothing more. Imports and helpers may stand in any \
of them. Use the standard library and `systemdesign.sim`.

```
python -m pytest --nbval-lax labs/{stem}.ipynb
python -m systemdesign grade labs/{stem}.ipynb
```

The rules of a part, by their numbers, say all that is judged. A part may take 60 s (one step 5 s) and 512 MB of \
memory; print what you like, but of more than 256 kB the rest is cut. Answers are plain Python: `%%time`, `display` \
and an `await` outside of a function belong in other cells.
"""
PART = """## Part {number} · {title} (1 point)

**Build** a class `{name}(service)`:

1. `await {variable}(request)` passes the request to the service and returns its reply.

**Hint.** One that is no answer.

*Our answer is about 5 lines.*
"""
ANSWER = '''class {name}:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)
'''
CHECK = f"""{MARK}
reply = run({{name}}(Server("a", service=constant(2.0)))(Request(1)))
print(f"answered by {{{{reply.by}}}}")
"""
SCENE = '''"""What all parts of lab {lab} are judged with."""

from systemdesign.sim.distributions import constant
from systemdesign.sim.server import Server


def server(name="a"):
    return Server(name, service=constant(2.0))
'''
JUDGE = '''"""Lab {lab}, part {number}: {title}."""

import pytest

from systemdesign import run
from systemdesign.sim.request import Request

from .scene import server


@pytest.mark.rule(1)
def test_the_reply_reaches_the_caller(lab):
    async def main():
        return await lab.{name}(server())(Request(1))

    reply = run(main)
    assert getattr(reply, "by", None) == "a", f"Return what the service replies; you returned {{reply!r}}."
'''
MUTANT = """## forgets_the_reply
Waits for the reply and forgets it.
Hint: Return what the service replies

@@
-        return await self.service(request)
+        await self.service(request)
"""


def code(name, source, printed="", **metadata):
    outputs = [{"output_type": "stream", "name": "stdout", "text": [printed]}] if printed else []
    return {"cell_type": "code", "id": name, "metadata": metadata, "source": source, "outputs": outputs}


def prose(name, source):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def words(name):
    """`TwoChoices` as "two choices"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def told(stem, names):
    """What the templates ask for, part by part."""
    for number, name in enumerate(names, 1):
        title = words(name)
        yield {"lab": stem[:2], "number": number, "name": name, "title": title, "variable": title.replace(" ", "_")}


def cells(stem, parts):
    yield prose("title", f"# Lab {stem[:2]} · {words(stem[3:]).replace('_', ' ').capitalize()}")
    yield prose("how", HOW.format(stem=stem))
    yield code("setup", SETUP, tags=["given"])
    for part in parts:
        number, about = part["number"], {"defines": part["name"], "points": 1, "title": part["title"]}
        yield prose(f"part-{number}-text", PART.format(**part))
        yield code(f"part-{number}", ANSWER.format(**part), part=about)
        yield code(f"check-{number}", CHECK.format(**part), "answered by a\n")


def files(stem, names):
    """{path: text} of all that a new lab is made of, but for its starter."""
    parts, judges, mutants = list(told(stem, names)), Path("tests/labs", stem), Path("tests/mutants", stem)
    book = {"cells": list(cells(stem, parts)), "metadata": {"lab": stem}}
    another = "\n\n".join(f"# %% part-{part['number']}\n{ANSWER.format(**part)}" for part in parts)
    return {
        Path("solutions", f"{stem}.ipynb"): text(book),
        judges / "scene.py": SCENE.format(**parts[0]),
        **{judges / f"test_part_{part['number']}.py": JUDGE.format(**part) for part in parts},
        mutants / "part_1_rule_1.diff": MUTANT,
        mutants / "right_plain.py": f'"""A right answer of another shape."""\n\n\n{another}',
    }


def main(stem, names):
    """Write the files of a lab that is not there yet."""
    if not re.fullmatch(r"\d\d_[a-z0-9_]+", stem) or not all(name.isidentifier() for name in names):
        return "Name the lab as its chapter, and a class for each part: python -m tools.new_lab 05_replication Log"
    made = files(stem, names)
    there = [str(path) for path in made if (COURSE / path).exists()]
    if there:
        return f"{there[0]} is there already: change it by hand."
    for path, content in made.items():
        (COURSE / path).parent.mkdir(parents=True, exist_ok=True)
        put(COURSE / path, content)
        print(f"wrote {path}")
    return make_labs()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stem", help="such as 05_replication")
    parser.add_argument("classes", nargs="+", help="what each part defines")
    options = parser.parse_args()
    sys.exit(main(options.stem, options.classes))
