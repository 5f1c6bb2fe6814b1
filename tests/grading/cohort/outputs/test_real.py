"""Pages of notebooks that were really judged: what the grader gives is what the pages expect."""

import pytest

from systemdesign.grading.cohort.feedback import feedback
from systemdesign.grading.cohort.record import Record
from systemdesign.grading.cohort.summary import summary
from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE, load
from systemdesign.grading.report import as_data

from .test_feedback import ours, words

STEM = "03_load_balancing"
NEW = "2026-12-01T08:00:00+00:00"


@pytest.fixture
def judged_record(solved, judges):
    """The record of a notebook with these answers."""

    def made(stem, answers=()):
        found = as_data(grade(solved(answers, stem=stem), judges=judges))
        return Record("Ada", f"{stem}.ipynb", "0" * 64, NEW, NEW, "0.1.0", stem, "0" * 12, found)

    return made


def test_a_schedule_that_breaks_an_answer_is_shown_as_it_happened(judged_record):
    record = judged_record("00_tour")
    text = words(feedback(record, load("00_tour")))
    (shown,) = [part["schedule"] for part in record.grade["parts"] if part["schedule"]]
    assert " ".join(shown["timeline"][0].split()) in text and shown["replay"] in text and shown["faults"] in text


def test_what_goes_wrong_in_an_answer_is_told_without_our_code_and_without_our_paths(judged_record):
    answers = {
        1: "import traceback\nprint(''.join(traceback.format_stack()))\n" + load(STEM).parts[1].answer,
        2: "class OutlierEjection:\n    def __init__(self server): pass",
        3: load(STEM).parts[3].answer.replace("self.since[server] = now()", "self.sinc[server] = now()"),
        4: "raise NotImplementedError('Part 4: panic threshold')",
    }
    record = judged_record(STEM, answers)
    assert [part["state"] for part in record.grade["parts"]] == ["right", "wrong", "wrong", "missing"]
    page = feedback(record, load(STEM))
    text = words(page)
    assert all(told in text for told in ("SyntaxError", "AttributeError", "self.sinc[server] = now()"))
    own = {" ".join(line.split()) for answer in answers.values() for line in answer.splitlines()}
    assert not [line for line in ours(STEM) if " ".join(line.split()) in text and " ".join(line.split()) not in own]
    assert str(COURSE) not in page and "/tmp" not in page
    assert "AttributeError" in summary([record], load(STEM))
