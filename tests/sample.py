"""A sample of what is long, another with every commit: what `make test` leaves out, `make proof` runs.

Of a test marked `sampled(of=N)`, the items whose turn it is at the commit's number run; in N commits
one after the other, each runs once. An item's turn follows from its name, or is given: `sampled(of=N, turn=k)`.
Where none would run, one stands in for the others. N grows with the book, so that what a commit runs does not.
"""

import os
from collections import defaultdict
from math import ceil
from operator import attrgetter
from zlib import crc32

import pytest

from tests.tracked import git

COUNTS = pytest.StashKey()
CHAPTERS = "SYSTEMDESIGN_CHAPTERS"
"""An environment variable: for how many chapters a sample is taken; as many as the book has, unless it says so."""
FEW = 5
"""Of up to so many chapters a sample is taken as it is marked; of up to twice as many, half of it."""


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="run every item of what is sampled")


def pytest_configure(config):
    config.addinivalue_line("markers", "sampled(of, turn): of these, the items whose turn it is at this commit run")
    config.stash[COUNTS] = {}


def number_of_commit(root):
    """How many commits led here; a shallow clone cannot know, and takes its commit's name for a number."""
    told = {
        what: git(root, *words)
        for what, words in {
            "shallow": ["rev-parse", "--is-shallow-repository"],
            "count": ["rev-list", "--count", "HEAD"],
            "name": ["rev-parse", "HEAD"],
        }.items()
    }
    return int(told["name"], 16) if told["shallow"] == "true" else int(told["count"] or 0)


def stretch(root):
    """How many times as many commits one round takes as is marked, for the number of chapters."""
    chapters = int(os.environ.get(CHAPTERS, 0)) or len(list((root / "book").glob("[0-9][0-9]_*.ipynb")))
    return max(1, ceil(chapters / FEW))


def turn(item, of):
    """When it is this item's turn: a remainder of the commit's number, the given one in one of the rounds as marked."""
    given, chance = item.get_closest_marker("sampled").kwargs, crc32(item.nodeid.encode())
    if "turn" not in given:
        return chance % of
    return given["turn"] % given["of"] + given["of"] * (chance % (of // given["of"]))


def chosen(items, of, number):
    """The items whose turn it is at this number, or one of them all if it is nobody's."""
    mine = [item for item in items if turn(item, of) == number % of]
    return mine or [sorted(items, key=attrgetter("nodeid"))[number % len(items)]]


def sampled_tests(items, times):
    """{(the test's file and function, N): its items} of every marked test, N that many times as large as marked."""
    tests = defaultdict(list)
    for item in items:
        if marker := item.get_closest_marker("sampled"):
            tests[item.nodeid.partition("[")[0], marker.kwargs["of"] * times].append(item)
    return tests


@pytest.hookimpl(trylast=True)  # after -k and -m have had their say
def pytest_collection_modifyitems(config, items):
    tests = sampled_tests(items, stretch(config.rootpath))
    number = number_of_commit(config.rootpath) if tests else 0
    left = set()
    for (test, of), found in tests.items():
        mine = chosen(found, of, number)
        left |= set(found) - set(mine)
        config.stash[COUNTS][test] = (number % of + 1, of, len(mine), len(found))
    if left and not config.option.whole:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["sample"] = session.config.stash[COUNTS]


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist: every worker has collected the same
def pytest_testnodedown(node):
    node.config.stash[COUNTS].update(getattr(node, "workeroutput", {}).get("sample", {}))


def pytest_terminal_summary(terminalreporter, config):
    """What the sample left out, or would have: a line for each test function."""
    rows = {test: row for test, row in config.stash[COUNTS].items() if row[2] < row[3]}
    if rows:
        terminalreporter.section("sample")
    for test, (turn, of, ran, every) in rows.items():
        verb = "would run" if config.option.whole else "ran"
        terminalreporter.write_line(f"sample {turn} of {of} {verb} {ran} of {every}, not {every - ran}: {test}")
