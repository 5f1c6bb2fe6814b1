"""A class graded again: who differs, in what, and what has changed."""

import json
from dataclasses import asdict, replace

from systemdesign.grading.cohort.difference import ITSELF, changes, earlier, table


def test_who_rose_fell_appeared_and_vanished_is_told_and_losses_come_first(record):
    before = [record("Ada", 4), record("Bo"), record("Cy"), record("Di", 1)]
    after = [record("Ada"), record("Bo", 1), record("Di", 1), record("Eve", 1)]
    found = changes(before, after)
    assert [(row.student, row.kind, row.before, row.after) for row in found.rows] == [
        ("Bo", "fell", "12", "10"),
        ("Cy", "vanished", "12", ""),
        ("Ada", "rose", "8", "12"),
        ("Eve", "appeared", "", "10"),
    ]
    assert found.same == 1
    assert found.counts == "1 fell, 1 vanished, 1 rose, 1 appeared"


def test_the_parts_that_changed_are_named(record):
    assert changes([record("Ada", 4, 2)], [record("Ada", 1)]).rows[0].parts == (
        "1: right → wrong (2 → 0); 2: missing → right (0 → 3); 4: wrong → right (0 → 4)"
    )


def test_other_parts_with_the_same_points_are_a_change(record):
    assert changes([record("Ada", 2)], [record("Ada", 3)]).rows[0].kind == "other parts"


def test_what_has_changed_is_told_and_when_it_is_nothing_that_is_told_too(record):
    def why(**changed):
        return changes([record("Ada", 4)], [record("Ada", **changed)]).rows[0].why

    assert why(sha256="0" * 64) == "the hand-in"
    assert why(checks="other", course="0.2.0") == "the lab's checks, the course"
    assert why() == ITSELF


def test_a_grade_that_was_lost_or_found_is_told(record):
    none = record("Ada", grade=None, error="not a notebook")
    assert changes([record("Ada")], [none]).rows[0].kind == "no grade any more"
    assert changes([none], [record("Ada", 1, 2, 3, 4)]).rows[0].kind == "has a grade now"
    assert changes([none], [replace(none, error="nothing handed in")]).rows[0].kind == "other reason"
    assert changes([none], [replace(none)]).rows == []


def test_an_earlier_run_is_read_from_its_folder_and_what_is_broken_there_is_told(record, tmp_path):
    (tmp_path / "grades").mkdir()
    told = asdict(record("Ada", 4))
    (tmp_path / "grades" / "ada.json").write_text(json.dumps(told | {"later": 1}), encoding="utf-8")
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"student": "Bo"}')):
        (tmp_path / "grades" / f"{name}.json").write_text(text)
    records, notices = earlier(tmp_path)
    assert records == [record("Ada", 4)]
    assert len(notices) == 3 and all("holds no record" in notice for notice in notices)


def test_the_table_is_safe_to_open(record):
    assert "\r\n'=A," in table(changes([record("=A", 4)], [record("=A")]))
