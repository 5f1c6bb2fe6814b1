"""Secrets: our answers and checks, others' answers and the grader's surroundings are not in the student's process."""

import pytest

from systemdesign.grading.lab import load
from tests.grading.attacks.witness import GAINED
from tests.grading.test_states import OURS

MARKS = {
    1: "return min(self.rng.sample(candidates, 2), key=self.in_flight.__getitem__)",
    2: "if self.row[server] >= self.failures and out + 1 <= self.most:",
    3: "return min(1.0, max(self.least, (now() - self.since[server]) / self.window))",
}
"""A line of each of our answers that the last part is judged with."""
FOUND = """
def look(*texts):
    for text in texts:
        if any(first + second in str(text) for first, second in MARKS):
            print('GAINED')
"""
HALVES = "MARKS = {halves!r}\n"
"""Of each mark two halves, lest an answer finds its own."""
SOURCES = {
    "linecache": "import linecache\nlook(*(entry for entry in linecache.cache.values()))",
    "inspect": (
        "import inspect\nfor kind in (TwoChoices, Ejection, SlowStart):\n"
        "    try: look(inspect.getsource(kind))\n    except (OSError, TypeError): pass"
    ),
    "frames": (
        "import sys\nframe = sys._getframe()\nwhile frame.f_back:\n    frame = frame.f_back\n"
        "    look(*frame.f_locals.values())\n"
        "    look(*map(vars, filter(lambda x: hasattr(x, '__dict__'), frame.f_locals.values())))"
    ),
    "a trace": (
        "try: 1 / 0\nexcept ZeroDivisionError as error:\n    frame = error.__traceback__.tb_frame\n"
        "    while frame:\n        look(*frame.f_locals.values())\n        frame = frame.f_back"
    ),
    "the heap": "import gc\nfor x in gc.get_objects():\n    if type(x) in (list, tuple, dict): look(x)",
    "what the heap refers to": (
        "import gc\nfor x in gc.get_objects():\n    for y in gc.get_referents(x):\n"
        "        if type(y) in (str, bytes): look(y)"
    ),
    "modules": (
        "import sys\n"
        "for m in list(sys.modules.values()):\n"
        "    look(*[v for v in vars(m).values() if isinstance(v, (str, list, dict, tuple))])"
    ),
    "the message that is held": (
        "import sys\n"
        "for x in vars(sys.modules['systemdesign.grading.examinee.desk']).values(): look(getattr(x, '__dict__', ''))"
    ),
}
MODULES = [
    "systemdesign.load_balancing",
    "systemdesign.load_balancing.balancer",
    "systemdesign.grading.judge",
    "systemdesign.grading.grader",
    "systemdesign.grading.lab",
    "tests.labs",
    "pytest",
    "hypothesis",
    "psutil",
]
SURROUNDINGS = {
    "the environment": (
        "import os\nlook({k: v for k, v in os.environ.items() if k not in ('LC_ALL', 'PYTHONHASHSEED', 'LC_CTYPE')})"
    ),
    "the arguments": "import sys\nlook(sys.argv, sys.orig_argv)",
    "main": "import __main__\nlook([n for n in vars(__main__) if n in ('grade', 'Judges', 'main', 'Process')])",
    "where modules are looked for": "import sys\nlook(sys.path)",
}
LAST = "\nclass Balancer:\n    def __init__(self, *args, **options): raise NotImplementedError\n"


@pytest.fixture
def wanting(solved, judges):
    """Grades a part 4 beside parts 1 to 3 that are wrong, so that ours run instead."""
    from systemdesign.grading.grader import grade
    from systemdesign.grading.process import Limits

    stubs = {number: f"class {load('03_load_balancing').parts[number].defines}: pass" for number in (1, 2, 3)}
    return lambda code: grade(solved({**stubs, 4: code}), parts=[4], limits=Limits(step=5.0), judges=judges).verdicts[4]


def test_the_marks_are_in_our_answers():
    assert all(mark in OURS[number].answer for number, mark in MARKS.items())


@pytest.mark.parametrize("name", SOURCES)
def test_the_sources_of_our_other_parts_are_not_there(wanting, witness, told, name):
    halves = [(mark[:20], mark[20:]) for mark in MARKS.values()]
    found = wanting(witness.named(HALVES.format(halves=halves) + FOUND + SOURCES[name]) + LAST)
    told(f"our sources by {name}", GAINED in found.printed, witness.harm(), (found.hint, found.printed))
    assert found.state in ("missing", "wrong")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", MODULES)
def test_what_is_ours_cannot_be_imported(attacked, name):
    attacked(f"imports {name}", f"import {name}\nprint('GAINED')")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", MODULES)
def test_what_is_ours_cannot_be_imported_by_its_name(attacked, name):
    attacked(f"imports {name} by its name", f"import importlib\nimportlib.import_module({name!r})\nprint('GAINED')")


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_surroundings_tell_nothing(attacked, monkeypatch, name):
    monkeypatch.setenv("SECRET_TOKEN", "a-token")
    marks = "MARKS = [('a-to', 'ken'), ('/solu', 'tions'), ('Jud', 'ges'), ('.gra', 'der'), ('/tests/', 'labs')]\n"
    attacked(name, marks + FOUND + SURROUNDINGS[name])
