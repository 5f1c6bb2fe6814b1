"""The pytest side: runs a lab's checks against one notebook, counts them, and has the verdict when all is over.

Without a sitting (`pytest tests/labs`) the checks judge the course's own answers.
"""

from dataclasses import replace

import pytest

from systemdesign.grading.borrowing import borrowed
from systemdesign.grading.diagnosis import diagnose, innermost
from systemdesign.grading.imports import beside, imports
from systemdesign.grading.jupyter import unparsed
from systemdesign.grading.lab import judged_part, load
from systemdesign.grading.machine import fault
from systemdesign.grading.process import Limits, Unstarted
from systemdesign.grading.remote import Notebook
from systemdesign.grading.schedules import REPLAY
from systemdesign.grading.sitting import Sitting
from systemdesign.grading.story import Event
from systemdesign.grading.verdict import NOTHING, State, Undefined, Verdict

SEAT, BOOKS, FOUND, COLLECTED = (pytest.StashKey() for _ in range(4))


class Seat:
    """A plug-in that carries a sitting to the checks and their verdict back: none where they did not come to an end."""

    def __init__(self, sitting):
        self.sitting, self.verdict, self.failed = sitting, None, None

    def pytest_internalerror(self, excinfo):
        """What pytest itself, and not a check, has met."""
        self.failed = machines(excinfo.value) or f"{excinfo.typename}: {excinfo.value}"


def pytest_configure(config):
    config.addinivalue_line("markers", "rule(*numbers): the rules of the part's text that a check is for")
    config.addinivalue_line("markers", "worth(points): of a part judged by degree, what it gives if this check passes")
    config.addinivalue_line("markers", "schedule(name): a check under generated schedules, and its name in replays")
    seats = [plugin for plugin in config.pluginmanager.get_plugins() if isinstance(plugin, Seat)]
    config.stash[SEAT] = seat = seats[0] if seats else None
    config.stash[BOOKS], config.stash[FOUND], config.stash[COLLECTED] = {}, Verdict(State.WRONG, NOTHING), set()
    if seat and seat.sitting.replay:
        name, seed, events = seat.sitting.replay
        config.stash[REPLAY] = name, seed, [Event(*event) for event in events]


def pytest_collection_modifyitems(config, items):
    """Of a replay, the one check that it names."""
    seat = config.stash[SEAT]
    if seat and seat.sitting.replay:
        items[:] = [item for item in items if schedule(item) == seat.sitting.replay[0]]
    config.stash[COLLECTED] = {item.nodeid for item in items}


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
    books, seat = request.config.stash[BOOKS], request.config.stash[SEAT]
    sitting = seat.sitting if seat else ours(request)
    key = (tuple(map(tuple, sitting.answers)), sitting.part)
    if key not in books:
        books[key] = seated(sitting, request.path.parent, seat)
    books[key].plays.check = request.node.nodeid
    return checked(books[key], sitting)


def seated(sitting, folder, seat):
    """The notebook of a sitting, run. Without the student's process nothing can be said of any check."""
    lent = borrowed([cell[:2] for cell in (*sitting.given, *sitting.answers)], sitting.others)
    cells = [*sitting.given, *lent, *sitting.answers]
    modules = [*imports([cell[1] for cell in cells]), *beside(folder)]
    try:
        return Notebook(cells, Limits(**(sitting.limits or {})), modules)
    except Unstarted as error:
        if seat:
            seat.failed = str(error)
        pytest.exit(str(error), returncode=pytest.ExitCode.INTERNAL_ERROR)


def ours(request):
    """The course's own answer to the part that this check judges, as if a student had given it."""
    lab, number = load(request.path.parent.name), judged_part(request.path)
    answers = {part.number: part.answer for part in lab.parts.values()}
    return Sitting(number, lab.parts[number].defines, *lab.cells_of(number, answers))


def explained(failure, source):
    """The failure of a cell to run; where it runs in Jupyter alone, in a sentence."""
    told = unparsed(source) if getattr(failure, "kind", "").endswith(("SyntaxError", "IndentationError")) else None
    return AssertionError(told) if told else failure


def source_of(sitting):
    return next((cell[1] for cell in sitting.answers if cell[0] == f"part-{sitting.part}"), "")


def checked(notebook, sitting):
    if notebook.failures:
        raise explained(notebook.failures[0], source_of(sitting))
    for name in sitting.defines.split():
        if not notebook.defines(name):
            raise Undefined(
                f"`{name}` is not defined after the cell part-{sitting.part} has run: give what you build that name."
            )
    return notebook


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    found, seat = item.config.stash[FOUND], item.config.stash[SEAT]
    if not seat:
        return report
    name = " ".join(item.originalname.removeprefix("test_").split("_"))
    if call.excinfo and (broken := machines(call.excinfo.value)):
        seat.failed = broken
    elif call.excinfo and not report.skipped:
        item.config.stash[FOUND] = diagnose(call.excinfo.value, name, rules(item), found)
    elif report.when == "call" and report.passed and found.hint == NOTHING:
        item.config.stash[COLLECTED].discard(item.nodeid)
        item.config.stash[FOUND] = replace(found, checks=[*found.checks, name], earned=found.earned + worth(item))
    return report


def pytest_sessionfinish(session, exitstatus):
    """Right is what has passed every check that was collected; whoever ends the judge early has no verdict."""
    found, seat = session.config.stash[FOUND], session.config.stash[SEAT]
    if found.checks and not session.config.stash[COLLECTED] and found.hint == NOTHING:
        found = replace(found, state=State.RIGHT, hint="")
    elif found.checks and found.hint == NOTHING:
        found = replace(found, hint=UNMADE)
    for book in session.config.stash[BOOKS].values():
        found.printed, found.isolated = book.printed(), book.isolated()
        book.close()
    if seat and exitstatus in ENDED and not seat.failed:
        seat.verdict = found


def machines(error):
    """What the machine lacked where that made a check fail, else None."""
    error = innermost(error)
    if isinstance(error, MemoryError):  # of what an answer has sent, or of brackets that no parser takes
        return None
    return str(error) if isinstance(error, Unstarted) else fault(error)


UNMADE = "Not every check of this part was made, so it is not right. Grade again."
ENDED = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}
