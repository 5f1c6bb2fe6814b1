"""A student's page: all that helps, and nothing that is somebody else's."""

import re
from html.parser import HTMLParser

import pytest

from systemdesign.grading.cohort.feedback import feedback
from systemdesign.grading.cohort.page import clean, marked
from systemdesign.grading.cohort.policy import read
from systemdesign.grading.lab import COURSE, labs, load, source
from systemdesign.grading.lab import read as notebook


class Tags(HTMLParser):
    """What a page holds: tags with their attributes, and the text outside of styles."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text += data


def words(page):
    return " ".join(Tags(page).text.split())


@pytest.fixture
def pages(pupils, lab):
    return {one.student: feedback(one, lab) for one in pupils}


def test_it_says_what_each_part_got_and_which_rule_is_broken_in_its_words(pages, lab):
    text = words(pages["Grace <b>Hopper</b>"])
    assert "6 of 12 points" in text
    assert "Rule 5: Do not draw a shorter pause because little time is left" in text
    assert "Hint 25% of the pauses fit into 0.25 s." in text


def test_it_says_which_cell_was_judged_where_that_is_in_doubt(record, judged, lab):
    note = "Judged is cell 9, which defines `Budget`: no cell has the id part-2 any more."
    page = feedback(record("Ada", grade=judged(2, note=note)), lab)
    assert note.replace("`", "") in words(page)
    assert page.count('class="note"') == 1


def test_it_shows_the_schedule_and_the_command_that_replays_it(pages):
    text = words(pages["Grace <b>Hopper</b>"])
    assert "0.5 s crash of server 2" in text
    assert (
        'python -m systemdesign grade labs/14_retries.ipynb --replay "4.an_answer_needs_one_try/7/0.5 crash 2"' in text
    )


def test_what_the_student_printed_is_text_there(pages):
    page = pages["Grace <b>Hopper</b>"]
    assert "<script>alert(1)</script>" in words(page)
    assert not [tag for tag, _ in Tags(page).tags if tag in ("script", "b")]


def test_it_says_late_days_and_penalty(record, lab, tmp_path):
    (tmp_path / "p.toml").write_text("deadline = 2026-12-01T12:00:00Z\npenalty = 25\ngrace = 5")
    text = words(feedback(record("Ada", 4, handed_in="2026-12-02T13:00:00Z"), lab, read(tmp_path / "p.toml")))
    assert "4 of 12 points" in text
    assert "2 days begun, after 5 minutes of grace" in text
    assert "25 percent of the points reached for each day begun" in text
    assert "8 points reached, 4 lost: 4 left" in text


def test_without_a_grade_it_says_why_and_what_to_do(pages):
    assert "This hand-in could not be graded. Broken.ipynb is not a notebook" in words(pages["Broken"])
    assert "the grader itself failed, which costs you nothing" in words(pages["Unlucky"])
    assert "the judge did not start" not in words(pages["Unlucky"])
    assert all("make grade LAB=14_retries" in words(page) for page in pages.values())


def test_a_grade_without_isolation_is_called_practice(record, judged, lab):
    assert "Practice, not isolated" in words(feedback(record("Ada", grade={**judged(), "isolated": False}), lab))


def test_it_holds_everything_it_needs_and_asks_no_host(pages):
    for page in pages.values():
        for tag, attributes in Tags(page).tags:
            assert tag not in ("script", "img", "link", "iframe", "object", "form", "base")
            assert "src" not in attributes and attributes.get("href", "#").startswith("#")
            assert not [name for name in attributes if name.startswith("on")]
        assert not re.search(r"url\(|@import|https?:", page)


def test_nobody_else_is_named_there(pages):
    for student, page in pages.items():
        others = [name for name in pages if name != student and name in words(page)]
        assert not others, f"{others} on the page of {student}"


def ours(stem):
    """Lines of 40 characters or more that the solution and the checks have, and the starter has not."""
    files = sorted((COURSE / "tests" / "labs" / stem).glob("*.py"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    texts += [source(cell) for cell in notebook(COURSE / "solutions" / f"{stem}.ipynb")["cells"]]
    starter = {line.strip() for cell in load_cells(stem) for line in source(cell).splitlines()}
    return {line.strip() for text in texts for line in text.splitlines() if len(line.strip()) >= 40} - starter


def load_cells(stem):
    return notebook(COURSE / "labs" / f"{stem}.ipynb")["cells"]


def test_no_line_of_our_answers_or_checks_is_on_any_page(pages, record, judged, lab):
    lines = ours(lab.stem)
    leaked = next(line for line in lines if "self." in line)
    assert len(lines) > 100 and leaked in words(feedback(record("Ada", grade=judged(1, hint=leaked)), lab)), (
        "it is seen"
    )
    for page in pages.values():
        text = words(page)
        assert not [line for line in lines if " ".join(line.split()) in text]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f'File "{COURSE}/systemdesign/sim/server.py", line 3', 'File "server.py", line 3'),
        ("/home/teacher/in/ada.ipynb is not a notebook", "ada.ipynb is not a notebook"),
        (r"C:\Users\teacher\ada.ipynb", "ada.ipynb"),
        ("/srv/worker/lib/asyncio.py:3", "asyncio.py:3"),
        ("GET /users/7 came to 404, and 3/4 of /home", "GET /users/7 came to 404, and 3/4 of /home"),
        ("red \x1b[31m and \x07", "red ?[31m and ?"),
    ],
)
def test_paths_of_the_machine_and_control_characters_are_taken_out(text, shown):
    assert clean(text) == shown


def test_the_marks_of_a_lab_text_are_set_and_nothing_else_is():
    assert marked("`a < b` is *not* **all**: 2 * 3 * 4, `*x* **y**`") == (
        "<code>a &lt; b</code> is <em>not</em> <strong>all</strong>: 2 * 3 * 4, <code>*x* **y**</code>"
    )


def test_each_rule_of_each_lab_is_set_without_a_mark_left_over():
    for stem in labs():
        texts = [text for number in load(stem).parts for text in load(stem).rules(number).values()]
        left = [text for text in texts if "`" in marked(text) or "**" in re.sub("<code>.*?</code>", "", marked(text))]
        assert not left, f"{stem}: {left}"
