"""As an ordinary user, who is not root: the same attacks gain no more, and a right answer no less."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from systemdesign.grading.lab import COURSE
from tests.grading.attacks import test_files, test_guard, test_line, test_processes, test_resources, test_signals
from tests.grading.attacks.command import graded
from tests.grading.attacks.conftest import WRONG
from tests.grading.attacks.witness import GAINED, Witness
from tests.grading.test_states import OURS

NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}
EVERY = 9
"""Of so many attacks one is made again; the others make no difference between users."""
KINDS = {
    "process": test_processes.BREACHES,
    "signal": test_signals.BREACHES,
    "socket": test_files.SOCKETS,
    "reads": test_files.READS,
    "writes": test_files.WRITES,
    "resource": test_resources.BREACHES,
    "guard": test_guard.BREACHES,
}


READER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
READER += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
"""Makes an ordinary user who may read, and no more than read, what lies below /root."""


def runs(*before, **options):
    """Whether that user reaches Python and the course."""
    probe = [*before, sys.executable, "-c", "import systemdesign.grading.grader"]
    with suppress(OSError):
        return subprocess.run(probe, cwd="/", capture_output=True, **options).returncode == 0
    return False


if os.name != "posix" or os.getuid() != 0:
    pytest.skip("whoever runs the suite is an ordinary user already", allow_module_level=True)
BEFORE, OPTIONS = ([], NOBODY) if runs(**NOBODY) else (READER, {})
if not runs(*BEFORE, **OPTIONS):
    pytest.skip("no ordinary user reaches this folder and its Python", allow_module_level=True)


@pytest.fixture
def home():
    """A folder of that user's, in none that is root's alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, 65534, 65534)
        yield Path(folder)


@pytest.fixture
def witness(home):
    """His own file and process: whatever he may do, his answer may not."""
    (home / "witness").mkdir()
    found = Witness(home / "witness", user=NOBODY)
    yield found
    found.close()


def judged(home, asked):
    command = [*BEFORE, sys.executable, str(COURSE / "tests" / "grading" / "attacks" / "user.py")]
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(COURSE)}
    pipes = {"capture_output": True, "text": True, "input": json.dumps(asked), "timeout": 300}
    done = subprocess.run(command, cwd=home, env=env, **pipes, **OPTIONS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("group", KINDS)
def test_the_attacks_gain_nothing(home, witness, told, group):
    names = list(KINDS[group])[::EVERY]
    codes = {name: witness.named(KINDS[group][name] + f"\nprint({GAINED!r})") + WRONG for name in names}
    found = judged(home, {name: [3, code] for name, code in codes.items()})
    gained = {name: one for name, one in found.items() if one[0] == "right" or GAINED in one[1]}
    told(f"{group}: {len(names)} of {len(KINDS[group])}", gained, witness.harm(), gained)


def test_forged_messages_gain_nothing(home, witness, told):
    names = list(test_line.FORGED)[:: 2 * EVERY]
    found = judged(home, {name: [3, test_line.SENDS + test_line.FORGED[name] + WRONG] for name in names})
    told(f"line: {len(names)}", [one for one in found.values() if one[0] == "right"], witness.harm(), found)


def test_right_answers_are_right(home):
    found = judged(home, {str(number): [number, part.answer] for number, part in OURS.items() if number > 1})
    assert {state for state, *_ in found.values()} == {"right"}, found


def test_the_whole_command_grades(home, told):
    path = home / "03_load_balancing.ipynb"
    path.write_text((COURSE / "solutions" / path.name).read_text(encoding="utf-8"), encoding="utf-8")
    passing = home / "passing"
    passing.mkdir()
    os.chown(passing, 65534, 65534)
    done = graded(path, folder=home, passing=passing, before=BEFORE, **OPTIONS)
    told("the whole command", done.code, [] if done.tidy else [done.complained], done)
    assert not os.listdir(passing)
