"""The command line: what lies about and what is set runs in no grader, and what is asked wrongly gets one line."""

import pytest

from tests.grading.attacks.command import LAB, graded, handed, left

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
def test_modules_and_settings_that_lie_about_do_not_run(tmp_path, spare, told, where):
    folder, elsewhere = lie(tmp_path / "lies"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    notebook = handed(
        (folder if "beside" in where else elsewhere) / f"{LAB}.ipynb", {"part-3": "class SlowStart: pass"}
    )
    done = graded(notebook, folder=elsewhere if "beside" in where else folder, passing=spare)
    ran = (folder / "mark").read_text() if (folder / "mark").exists() else ""
    told(f"modules {where}", done.code != 1 or ran, left(spare, done), (ran, done))


def test_a_course_beside_the_notebook_does_not_run(tmp_path, spare, told):
    (tmp_path / "systemdesign").mkdir()
    mark = tmp_path / "mark"
    (tmp_path / "systemdesign" / "__init__.py").write_text(f"open({str(mark)!r}, 'w')\n")
    done = graded(handed(tmp_path / f"{LAB}.ipynb"), folder=spare, passing=spare)
    told("a course beside the notebook", mark.exists() or done.code != 1, left(spare, done), done)


@pytest.mark.parametrize(("answer", "points"), [("class SlowStart: pass", 3), (None, 5)])
def test_what_is_set_changes_no_grade(tmp_path, spare, told, answer, points):
    notebook = handed(tmp_path / f"{LAB}.ipynb", {"part-3": answer} if answer else {})
    done = graded(notebook, folder=tmp_path, passing=spare, environment=ENVIRONMENT)
    told(f"an environment, and {answer}", done.code != 1, left(spare), done)
    assert done.said.splitlines()[-1] == f"{points} of 12 points"


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("text", REPLAYS, ids=range(len(REPLAYS)))
def test_a_replay_that_is_none_exits_2_with_one_line(tmp_path, spare, told, text):
    done = graded(handed(tmp_path / f"{LAB}.ipynb"), "--replay", text, folder=tmp_path, passing=spare)
    told(f"the replay {text[:40]!a}", done.code not in (1, 2), left(spare, done), done)


def unwritable(tmp_path):
    (tmp_path / "taken").mkdir()
    return ["taken", "no/such/folder", "/dev/full", "\0", "x" * 300]


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("index", range(3))
def test_a_grade_that_cannot_be_written_exits_2_with_one_line(tmp_path, spare, told, index):
    target = unwritable(tmp_path)[index]
    done = graded(handed(tmp_path / f"{LAB}.ipynb"), "--json", target, folder=tmp_path, passing=spare)
    told(f"a grade for {target}", done.code not in (2, 3), left(spare, done), done)


def test_a_report_that_cannot_be_printed_is_a_failure_of_the_grader(tmp_path, spare, told):
    with open("/dev/full", "w") as full:
        done = graded(handed(tmp_path / f"{LAB}.ipynb"), folder=tmp_path, passing=spare, stdout=full)
    told("a full terminal", done.code != 3, left(spare, done), done)


def test_temporary_files_that_cannot_be_made_are_a_failure_of_the_grader(tmp_path, told):
    notebook = handed(tmp_path / f"{LAB}.ipynb")
    done = graded(notebook, folder=tmp_path, passing="/nowhere", environment={"TMPDIR": "/nowhere"})
    told("no folder for temporary files", done.code not in (1, 3), [] if done.tidy else [done.complained], done)


def test_unknown_words_exit_2(tmp_path, spare):
    for words in (["--no-such"], [], ["a.ipynb", "b.ipynb"], ["--lab"], ["\udcff"]):
        done = graded(*words, folder=tmp_path, passing=spare)
        assert done.code == 2
        assert "Traceback" not in done.complained
