"""The page for those who grade: its commands run as written, and it names every option, column, key and file."""

import csv
import re
import shlex
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from systemdesign.grading.cohort import likeness, policy, roster
from systemdesign.grading.cohort.command import command

LAB, MINUTE = "03_load_balancing", 60
LATE = "2026-12-03T04:59:00+00:00"
"""Thirty hours after the deadline of the page's policy."""


@pytest.fixture(scope="module")
def page(root):
    return (root / "book" / "instructors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blocks(page):
    """Gives the texts of the blocks in a language, none for commands."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return lambda language="": [text for said, text in found if said == language]


@pytest.fixture(scope="module")
def commands(blocks):
    """The page's runs of `grade-all`, in order, but for the cluster's."""
    lines = [line for block in blocks() for line in re.sub(r"\\\n *", "", block).splitlines() if "grade-all" in line]
    return [line for line in lines if line.startswith(".venv/bin/python") and "--scheduler" not in line]


@pytest.fixture(scope="module")
def graded(root, tmp_path_factory, commands, blocks):
    """A class of two, one of whom was late, graded by all of these commands."""
    course = tmp_path_factory.mktemp("class")
    (course / "clone").mkdir()
    (course / "handed-in").mkdir()
    for name in ("ada", "bob"):
        shutil.copy(root / "labs" / f"{LAB}.ipynb", course / "handed-in" / f"{name}.ipynb")
    (course / "students.csv").write_text(f"file,student,handed_in\nada.ipynb,Ada Lovelace,\nbob.ipynb,Bob,{LATE}\n")
    text = blocks("toml")[0].replace('"Charles Babbage"', '"Bob"').replace("2026-12-08", "2026-12-09")
    (course / "policy.toml").write_text(text, encoding="utf-8")
    done = [run(line, course / "clone") for line in commands]
    return SimpleNamespace(runs=done, out=course / "graded")


def run(line, folder):
    words = shlex.split(line, comments=True)
    return subprocess.run([sys.executable, *words[1:]], cwd=folder, capture_output=True, text=True, timeout=5 * MINUTE)


@pytest.mark.slow
def test_each_command_grades_the_class(graded):
    assert len(graded.runs) == 4
    for done in graded.runs:
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr


@pytest.mark.slow
def test_resuming_keeps_what_was_graded(graded):
    kept = [re.search(r"kept from before (\d+)", done.stdout)[1] for done in graded.runs]
    assert kept == ["0", "0", "2", "2"]


@pytest.mark.slow
def test_the_table_of_files_has_every_file_that_comes_out(graded, page):
    table = page.partition("\n## What comes out\n")[2].partition("\n## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    named = {name.strip("/") for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert named == {path.name for path in graded.out.iterdir()}


@pytest.mark.slow
def test_feedback_lies_under_the_name_that_the_page_says(graded):
    earlier = next((graded.out / "earlier").iterdir())
    assert {path.name for path in (earlier / "feedback").iterdir()} == {"ada.html", "bob.html"}


def test_every_option_is_explained_and_no_other(page):
    ours = {option for parameter in command.params for option in getattr(parameter, "opts", ()) if option[0] == "-"}
    text = re.sub(r"(?s)```\npodman.*?```|`--userns.*?`", "", page)
    named = set(re.findall(r"(?<![\w-])--[a-z]+", re.sub(r".*(\.venv/bin/(dask|pip)|--json|--nworkers, ).*", "", text)))
    assert ours - {"--scheduler"} <= named <= ours | {"--nworkers"} and "--scheduler tcp://" in page


def test_the_share_that_counts_as_nearly_the_same_is_the_page_s(page):
    assert f"stands by {100 * likeness.ENOUGH:g} % or more in the other's" in page


def test_every_column_of_the_list_is_in_its_table(page):
    table = page.partition("| column | what it holds |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == set(roster.KNOWN)


def test_the_policy_has_every_key_and_costs_what_the_page_says(blocks, page, tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(blocks("toml")[0], encoding="utf-8")
    keys = set(re.findall(r"^\[?(\w+)", blocks("toml")[0], re.MULTILINE))
    assert keys == {"deadline", "of", "extensions", *policy.NUMBERS}
    assert "10 points handed in 30 hours late are two days begun, cost 2 points and leave 8" in page
    stood = policy.read(path).standing(SimpleNamespace(points=10, student="Grace", handed_in=LATE), 12)
    assert (stood.days, stood.penalty, stood.final) == (2, 2, 8)


def listed(folder, script):
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True, timeout=MINUTE)
    found, nobodys = roster.read(folder / "students.csv", folder / "handed-in")
    assert not nobodys
    return {one.student: (one.file, one.about) for one in found}


def test_canvas_s_archive_and_gradebook_make_a_list(blocks, root, tmp_path):
    (tmp_path / "handed-in").mkdir()
    name = f"lovelaceada_LATE_1234_98765_{LAB}-1.ipynb"
    shutil.copy(root / "labs" / f"{LAB}.ipynb", tmp_path / "handed-in" / name)
    (tmp_path / "gradebook.csv").write_text(
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Lab (77)\n    Points Possible,,,,,12\n"
        '"Lovelace, Ada",1234,u7,ada,"One, two",\n"Babbage, Charles",55,u8,cb,One,\n',
        encoding="utf-8",
    )
    assert listed(tmp_path, blocks("python")[0]) == {
        "Lovelace, Ada": (name, {"canvas": "1234", "id": "u7", "login": "ada", "section": "One, two"}),
        "Babbage, Charles": ("", {"canvas": "55", "id": "u8", "login": "cb", "section": "One"}),
    }


@pytest.mark.parametrize("folder", ["Ada Lovelace_4711_assignsubmission_file", "ada1_Ada_4711_assignsubmission_file_"])
def test_moodle_s_archive_and_worksheet_make_a_list(blocks, root, tmp_path, folder):
    (tmp_path / "handed-in" / folder).mkdir(parents=True)
    shutil.copy(root / "labs" / f"{LAB}.ipynb", tmp_path / "handed-in" / folder / "lab.ipynb")
    with open(tmp_path / "worksheet.csv", "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [
                ["Identifier", "Full name", "Email address", "Status", "Grade"],
                ["Participant 4711", "Ada Lovelace", "ada@example.org", "Submitted", ""],
                ["Participant 12", "Charles Babbage", "cb@example.org", "No submission", ""],
            ]
        )
    assert listed(tmp_path, blocks("python")[1]) == {
        "Ada Lovelace": (f"{folder}/lab.ipynb", {"email": "ada@example.org"}),
        "Charles Babbage": ("", {"email": "cb@example.org"}),
    }
