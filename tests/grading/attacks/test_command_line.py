"""The command line: what lies about and what is set does not run in the grader, and nothing outlives it."""

import json
import os
import signal

import psutil
import pytest

from systemdesign.grading.lab import COURSE
from tests.grading.attacks.command import begun, graded
from tests.grading.attacks.witness import until

LAB = "03_load_balancing"
SOLUTION = COURSE / "solutions" / f"{LAB}.ipynb"
LYING = [
    "json", "click", "runpy", "pytest", "conftest", "sitecustomize", "usercustomize", "hypothesis", "psutil", "re",
    "random", "asyncio", "dataclasses", "tempfile", "subprocess", "socket", "ast", "signal", "pathlib", "typing",
    "enum", "selectors", "resource", "ctypes", "tests", "_pytest", "pluggy", "encodings", "collections", "types",
    "operator", "keyword", "inspect", "contextlib", "shlex", "textwrap", "symtable", "string", "functools",
]  # fmt: skip
SETTINGS = {
    "pytest.ini": "[pytest]\naddopts = -p evil\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-p evil'\n",
    "tox.ini": "[pytest]\naddopts = -p evil\n",
    "setup.cfg": "[tool:pytest]\naddopts = -p evil\n",
}
ENVIRONMENT = {
    "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "error",
    "PYTHONBREAKPOINT": "os.abort",
    "PYTHONHASHSEED": "7",
    "PYTHONDEVMODE": "1",
    "PYTHONIOENCODING": "ascii",
    "PYTHONINTMAXSTRDIGITS": "640",
    "PYTHONUTF8": "0",
    "PYTEST_ADDOPTS": "-p evil --collect-only",
    "PYTEST_PLUGINS": "evil",
    "HYPOTHESIS_PROFILE": "evil",
    "HYPOTHESIS_STORAGE_DIRECTORY": "/dev/null/a",
    "COLUMNS": "3",
    "LC_ALL": "C",
    "TERM": "evil",
    "CI": "true",
}
REPLAYS = [
    "",
    "again, please",
    "9" * 6_000 + ".a seed 0: nothing",
    "3.a seed " + "9" * 6_000 + ": nothing",
    "2.outliers seed 0: fail a at " + "9" * 6_000,
    "2.outliers seed -1: nothing",
    "2.outliers seed 0: fail a at 1, ,",
    "2.outliers seed 0:" + " " * 100_000 + "x",
    "2.outliers seed 0: " + "a b at 1, " * 10_000,
    "99.outliers seed 0: nothing",
    "0.outliers seed 0: nothing",
    "2.no-such-check seed 0: nothing",
    "2.outliers\nseed 0: nothing",
    "\udcff.a seed 0: nothing",
]
ENDLESS = "import time\nwhile True: pass\n"
CLASS = "class SlowStart:\n    def joined(self, server): {body}\n"


def handed(path, answers=()):
    """A solved notebook with other answers to some parts."""
    book = json.loads(SOLUTION.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        cell["source"] = dict(answers).get(cell["id"], cell["source"])
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


@pytest.fixture
def passing(tmp_path):
    (tmp_path / "passing").mkdir()
    return tmp_path / "passing"


def alive(passing):
    """What runs and has to do with this folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            if str(passing) in " ".join(process.info["cmdline"] or ()) or process.cwd().startswith(str(passing)):
                found.append(process)
        except psutil.Error:
            continue
    return [process for process in found if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def left(passing, done=None):
    found = [] if done is None or done.tidy else [f"it complained: {done.complained[-800:]}"]
    if not until(lambda: not alive(passing)):
        found.append(f"alive: {[process.cmdline() for process in alive(passing)]}")
    if not until(lambda: not os.listdir(passing)):
        found.append(f"left behind: {os.listdir(passing)}")
    return found


def lie(folder):
    """Modules and settings that leave a mark if anybody reads them."""
    folder.mkdir()
    for name in LYING:
        (folder / f"{name}.py").write_text(
            f"open({str(folder / 'mark')!r}, 'a').write({name!r})\nraise SystemExit(0)\n"
        )
    for name, text in SETTINGS.items():
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("where", ["beside the notebook", "in the current folder"])
def test_modules_and_settings_that_lie_about_do_not_run(tmp_path, passing, told, where):
    folder, elsewhere = lie(tmp_path / "lies"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    notebook = handed(
        (folder if "beside" in where else elsewhere) / f"{LAB}.ipynb", {"part-3": "class SlowStart: pass"}
    )
    done = graded(notebook, folder=elsewhere if "beside" in where else folder, passing=passing)
    ran = (folder / "mark").read_text() if (folder / "mark").exists() else ""
    told(f"modules {where}", done.code != 1 or ran, left(passing, done), (ran, done))


def test_a_course_beside_the_notebook_does_not_run(tmp_path, passing, told):
    (tmp_path / "systemdesign").mkdir()
    mark = tmp_path / "mark"
    (tmp_path / "systemdesign" / "__init__.py").write_text(f"open({str(mark)!r}, 'w')\n")
    done = graded(handed(tmp_path / f"{LAB}.ipynb"), folder=passing, passing=passing)
    told("a course beside the notebook", mark.exists() or done.code, left(passing, done), done)


@pytest.mark.parametrize(("answer", "code"), [("class SlowStart: pass", 1), (None, 0)])
def test_what_is_set_changes_no_grade(tmp_path, passing, told, answer, code):
    notebook = handed(tmp_path / f"{LAB}.ipynb", {"part-3": answer} if answer else {})
    done = graded(notebook, folder=tmp_path, passing=passing, environment=ENVIRONMENT)
    told(f"an environment, and {answer}", done.code != code, left(passing), done)
    assert done.said.splitlines()[-1].startswith("10 of" if answer else "12 of")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("text", REPLAYS, ids=range(len(REPLAYS)))
def test_a_replay_that_is_none_exits_2_with_one_line(tmp_path, passing, told, text):
    done = graded(handed(tmp_path / f"{LAB}.ipynb"), "--replay", text, folder=tmp_path, passing=passing)
    told(f"the replay {text[:40]}", done.code not in (1, 2), left(passing, done), done)


def unwritable(tmp_path):
    (tmp_path / "taken").mkdir()
    return ["taken", "no/such/folder", "/dev/full", "\0", "x" * 300]


@pytest.mark.parametrize("index", range(3))
def test_a_grade_that_cannot_be_written_exits_2_with_one_line(tmp_path, passing, told, index):
    target = unwritable(tmp_path)[index]
    done = graded(handed(tmp_path / f"{LAB}.ipynb"), "--json", target, folder=tmp_path, passing=passing)
    told(f"a grade for {target}", done.code not in (2, 3), left(passing, done), done)


def test_a_report_that_cannot_be_printed_is_a_failure_of_the_grader(tmp_path, passing, told):
    with open("/dev/full", "w") as full:
        done = graded(handed(tmp_path / f"{LAB}.ipynb"), folder=tmp_path, passing=passing, stdout=full)
    told("a full terminal", done.code != 3, left(passing, done), done)


def students(passing):
    return [process for process in alive(passing) if "examinee" in " ".join(process.cmdline())]


def busy(tmp_path, passing, body="while True: pass"):
    """The grader while it waits for an endless answer: its process, and a student's."""
    notebook = handed(tmp_path / f"{LAB}.ipynb", {"part-3": CLASS.format(body=body)})
    grader = begun("grade", notebook, folder=tmp_path, passing=passing)
    assert until(lambda: students(passing), 60), grader.communicate()
    return grader, students(passing)


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_grader_that_is_ended_leaves_nobody_behind(tmp_path, passing, told, name):
    grader, _ = busy(tmp_path, passing, "import time; time.sleep(1000)")
    grader.send_signal(getattr(signal, name))
    _, complained = grader.communicate(timeout=30)
    harm = (
        left(passing) if name in ("SIGINT", "SIGTERM") else [word for word in left(passing) if word.startswith("alive")]
    )
    told(f"the grader ended by {name}", grader.returncode in (0, 1), harm, complained)
    assert "Traceback" not in complained
    assert name != "SIGINT" or grader.returncode == 3


def looping(passing):
    """The students who have computed for half a second: they are in the midst of it."""
    return [process for process in students(passing) if process.cpu_times().user > 0.5]


def bench(passing):
    return [process for process in alive(passing) if "grading.bench" in " ".join(process.cmdline())]


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_judges_that_are_ended_are_a_failure_of_the_grader(tmp_path, passing, told, name):
    grader, _ = busy(tmp_path, passing, "import time; time.sleep(1000)")
    server = next(process for process in bench(passing) if process.ppid() == grader.pid)
    server.send_signal(getattr(signal, name))
    _, complained = grader.communicate(timeout=60)
    told(f"the judges ended by {name}", grader.returncode != 3, left(passing), complained)
    assert len(complained.strip().splitlines()) == 1, complained


def test_a_judge_that_is_ended_is_a_failure_of_the_grader(tmp_path, passing, told):
    grader, [student, *_] = busy(tmp_path, passing, "import time; time.sleep(1000)")
    psutil.Process(student.ppid()).kill()
    _, complained = grader.communicate(timeout=60)
    told("a judge killed", grader.returncode != 3, left(passing), complained)
    assert len(complained.strip().splitlines()) == 1, complained


def test_a_student_that_is_stopped_or_killed_costs_his_part(tmp_path, passing, told):
    for name in ("SIGSTOP", "SIGKILL"):
        notebook = handed(tmp_path / f"{LAB}.ipynb", {"part-3": CLASS.format(body="while True: pass")})
        grader = begun("grade", notebook, folder=tmp_path, passing=passing)
        assert until(lambda: looping(passing), 60)
        for student in looping(passing):
            student.send_signal(getattr(signal, name))
        said, complained = grader.communicate(timeout=90)
        told(f"a student ended by {name}", grader.returncode != 1, left(passing), said + complained)


def test_temporary_files_that_cannot_be_made_are_a_failure_of_the_grader(tmp_path, told):
    notebook = handed(tmp_path / f"{LAB}.ipynb")
    done = graded(notebook, folder=tmp_path, passing="/nowhere", environment={"TMPDIR": "/nowhere"})
    told("no folder for temporary files", done.code not in (0, 3), [] if done.tidy else [done.complained], done)


def test_unknown_words_exit_2(tmp_path, passing):
    for words in (["--no-such"], [], ["a.ipynb", "b.ipynb"], ["--lab"], ["\udcff"]):
        done = graded(*words, folder=tmp_path, passing=passing)
        assert done.code == 2
        assert "Traceback" not in done.complained
