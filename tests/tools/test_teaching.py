"""The page for those who teach: its tables come from the chapters and the labs."""

import json
import re

import pytest

from systemdesign.grading.lab import load
from tools.assets import published
from tools.teaching import Chapter, Course, Work, hours

WEEKS = {"Four weeks": 4, "Eight weeks": 8, "Fourteen weeks": 14}


@pytest.fixture(scope="module")
def page(root):
    return (root / "book" / "teaching.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def course(root):
    return Course(published(root))


@pytest.fixture(scope="module")
def paths(page):
    """{heading: [(week, its chapters' numbers, its labs')]}."""
    found = {}
    for title in WEEKS:
        section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
        rows = re.findall(r"^\| (\d+) \| ([\d ]+) \| ([\d ]+) \|$", section, re.MULTILINE)
        found[title] = [(int(week), before.split(), after.split()) for week, before, after in rows]
    return found


@pytest.fixture
def toy(tmp_path):
    return notebook(tmp_path / "03_toys.ipynb")


def notebook(path):
    """A chapter of 15 words, with two experiments, three exercises, and a list that is none of them."""
    texts = [("markdown", "# 3. Toys\n\n*Which one?*\n"), ("code", "@experiment()\ndef a(): pass"),
             ("code", "@experiment(n=1)\ndef b(): pass"), ("code", "x = 1"),
             ("markdown", "1. no\n\n## Exercises\n\n1. one\n2. two\n3. three\n")]
    path.write_text(json.dumps({"cells": [{"cell_type": kind, "source": text} for kind, text in texts]}))
    return path


def test_a_chapter_is_as_long_as_its_words_its_figures_and_its_exercises(toy):
    chapter = Chapter(toy)
    assert (chapter.words, chapter.figures, chapter.exercises) == (15, 2, 3)
    assert chapter.minutes == 15 / 120 + 2 * 5 + 3 * 8
    assert chapter.row() == "| [3. Toys](03_toys.ipynb) | 15 | 2 | 3 | 35 |\n"


def test_the_page_says_by_which_rates_the_minutes_are_computed(page):
    assert "120 words a minute, five minutes for a figure with its guess, and eight for an exercise" in page
    assert "No human was timed." in page


def test_a_lab_is_as_long_as_its_text_says_and_as_its_answer(course):
    lab = course.labs["03"]
    assert (len(lab.parts), lab.points) == (4, 12)
    assert lab.allowed == "two to three" and lab.hours == (2, 3)
    listed = [line for part in load("03_load_balancing").parts.values() for line in part.answer.splitlines()]
    assert lab.lines == len([line for line in listed if re.match(r"\s*[^\s#]", line)])
    rules = {number: len(load("03_load_balancing").rules(number)) for number in (1, 2, 3, 4)}
    assert rules[1] == 6 and lab.rules == sum(rules.values())


def test_every_lab_says_how_long_it_takes(course):
    assert all(0 < fewest <= most <= 10 for fewest, most in (lab.hours for lab in course.labs.values()))


def test_a_lab_that_does_not_say_how_long_it_takes_is_told_to():
    with pytest.raises(ValueError, match="Allow three hours"):
        _ = Work("00_tour").allowed


def test_each_chapter_and_each_lab_has_a_row(course, page):
    text = course.filled(page)
    lengths = text.partition("## How long the chapters are")[2].partition("\n## Four weeks")[0]
    chapters, labs = lengths.split("## How long the labs are")
    assert re.findall(r"^\| \[(\d+)\. ", chapters, re.MULTILINE) == [str(int(number)) for number in course.chapters]
    assert re.findall(r"^\| (\d\d) · ", labs, re.MULTILINE) == list(course.labs)


@pytest.mark.parametrize("title", WEEKS)
def test_a_path_has_as_many_weeks_as_it_says_and_no_chapter_twice(paths, title):
    assert [week for week, _, _ in paths[title]] == [*range(1, WEEKS[title] + 1)]
    read = [number for _, before, _ in paths[title] for number in before]
    assert read and len(set(read)) == len(read)


@pytest.mark.parametrize("title", WEEKS)
def test_a_path_names_chapters_and_labs_that_there_are_and_ends_with_the_last(paths, title, course):
    """Its last chapter may be the next to be written, which is left out of the table until it is there."""
    there = {f"{number:02}" for number in range(len(course.chapters) + 1)}
    for _, before, after in paths[title]:
        assert set(before) <= there and len(after) == 1 and set(after) <= there - {"00"}
    assert paths[title][-1][1][-1] == paths[title][-1][2][0] == "19"


def test_a_week_s_lab_is_of_a_chapter_that_has_been_read(paths):
    for weeks in paths.values():
        read = set()
        for _, before, after in weeks:
            read |= set(before)
            assert set(after) <= read


def test_the_longest_path_reads_every_chapter(paths, course):
    read = [number for _, before, _ in paths["Fourteen weeks"] for number in before]
    assert set(course.chapters) <= set(read) and read == sorted(read)


def test_a_week_asks_for_its_chapters_and_its_lab_together(course):
    row, read = course.week("2", "03 04", "03"), [course.chapters["03"], course.chapters["04"]]
    assert row.count(".ipynb)") == 3 and row.endswith(f"| {hours(read, [course.labs['03']])} |\n")
    assert hours([], [course.labs["03"]]) == "2 to 3" and hours([], [course.labs["05"]]) == "3"


def test_what_is_not_there_yet_is_left_out(course):
    assert course.week("9", "98 03", "98") == course.week("9", "03", "")
    assert course.week("9", "98", "98") == ""
