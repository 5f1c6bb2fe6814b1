"""The pytest side: runs a lab's checks against one notebook and writes down the verdict.

Without a sitting (`pytest tests/labs`) the checks judge the course's own answers.
"""

import json
from dataclasses import asdict
from pathlib import Path
from time import monotonic

import pytest

from systemdesign.grading.diagnosis import diagnose
from systemdesign.grading.jupyter import unparsed
from systemdesign.grading.lab import judged_part, load
from systemdesign.grading.process import Limits
from systemdesign.grading.remote import Notebook
from systemdesign.grading.schedules import REPLAY
from systemdesign.grading.sitting import Sitting
from systemdesign.grading.story import Event
from systemdesign.grading.verdict import NOTHING, State, Undefined, Verdict

SITTING, BOOKS, FOUND, START = (pytest.StashKey() for _ in range(4))


def pytest_addoption(parser):
    parser.addoption("--sitting", help="a JSON file: whose cells to judge, and where to write the verdict")


def pytest_configure(config):
    config.addinivalue_line("markers", "rule(*numbers): the rules of the part's text that a check is for")
    config.addinivalue_line("markers", "worth(points): of a part judged by degree, what it gives if this check passes")
    config.addinivalue_line("markers", "schedule(name): a check under generated schedules, and its name in replays")
    path = config.getoption("--sitting", None)
    config.stash[SITTING] = sitting = Sitting(**json.loads(Path(path).read_text())) if path else None
    config.stash[START] = monotonic()
    config.stash[BOOKS], config.stash[FOUND] = {}, Verdict(State.WRONG, NOTHING)
    if sitting and sitting.replay:
        name, seed, events = sitting.replay
        config.stash[REPLAY] = name, seed, [Event(*event) for event in events]


def pytest_collection_modifyitems(config, items):
    """Of a replay, the one check that it names."""
    sitting = config.stash[SITTING]
    if sitting and sitting.replay:
        items[:] = [item for item in items if schedule(item) == sitting.replay[0]]


def schedule(item):
    found = item.get_closest_marker("schedule")
    return found.args[0] if found else None


def rules(item):
    """The numbers of the rules that a check is for."""
    return sorted({number for marker in item.iter_markers("rule") for number in marker.args})


def worth(item):
    """The points that a check is worth by itself: none, in a part that counts as a whole."""
    return sum(points for marker in item.iter_markers("worth") for points in marker.args)


@pytest.fixture
def lab(request):
    """The names of the notebook under judgement, for this check's part: `lab.TwoChoices(servers)`."""
    books, sitting = request.config.stash[BOOKS], request.config.stash[SITTING] or ours(request)
    key = (tuple(map(tuple, sitting.cells)), sitting.part)
    if key not in books:
        books[key] = Notebook(sitting.cells, Limits(**(sitting.limits or {})))
    return checked(books[key], sitting)


def ours(request):
    """The course's own answer to the part that this check judges."""
    lab, number = load(request.path.parent.name), judged_part(request.path)
    answers = {part.number: part.answer for part in lab.parts.values()}
    return Sitting(number, lab.sitting(number, answers, answers), lab.parts[number].defines)


def explained(failure, source):
    """The failure of a cell to run; where it runs in Jupyter alone, in a sentence."""
    told = unparsed(source) if getattr(failure, "kind", "").endswith(("SyntaxError", "IndentationError")) else None
    return AssertionError(told) if told else failure


def checked(notebook, sitting):
    if notebook.failures:
        raise explained(notebook.failures[0], dict(sitting.cells).get(f"part-{sitting.part}", ""))
    for name in sitting.defines.split():
        if not notebook.defines(name):
            raise Undefined(
                f"`{name}` is not defined after the cell part-{sitting.part} has run: give what you build that name."
            )
    return notebook


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    found, sitting = item.config.stash[FOUND], item.config.stash[SITTING]
    if not sitting:
        return report
    name = " ".join(item.originalname.removeprefix("test_").split("_"))
    if call.excinfo and not report.skipped:
        item.config.stash[FOUND] = diagnose(call.excinfo.value, name, rules(item), found)
    elif report.when == "call" and report.passed and found.hint in ("", NOTHING):
        item.config.stash[FOUND] = Verdict(State.RIGHT, checks=[*found.checks, name], earned=found.earned + worth(item))
    return report


def pytest_sessionfinish(session):
    sitting, found = session.config.stash[SITTING], session.config.stash[FOUND]
    for book in session.config.stash[BOOKS].values():
        found.printed = book.printed()
        book.close()
    if sitting:
        found.seconds = round(monotonic() - session.config.stash[START], 2)
        Path(sitting.verdict).write_text(json.dumps(asdict(found)))
