"""The class on one page: its figures are right, and every picture is a table, too."""

import re
import statistics

from systemdesign.grading.cohort.difference import changes
from systemdesign.grading.cohort.summary import broken, figures, hints, histogram, summary, versions


def test_quartiles_are_those_of_the_class():
    assert figures([0, 1, 2, 3, 4]) == {
        "mean": 2, "median": 2, "lower quartile": 1, "upper quartile": 3, "least": 0, "most": 4,
    }  # fmt: skip
    assert figures([7.5])["upper quartile"] == 7.5
    assert figures([]) == {}


def test_the_mean_of_many_is_that_of_the_standard_library(record, lab):
    points = [float(number % 13) for number in range(500)]
    assert figures(points)["mean"] == statistics.fmean(points)


def test_every_student_is_in_one_column_of_the_histogram():
    assert histogram([0, 0.5, 11.99, 12], 12) == [
        (first, first, {0: 2, 11: 1, 12: 1}.get(first, 0)) for first in range(13)
    ]
    wide = histogram([0, 50, 99, 100], 100)
    assert sum(count for _, _, count in wide) == 4 and len(wide) <= 21
    assert (wide[0][0], wide[-1][1]) == (0, 100)


def test_rules_are_counted_by_student_and_the_most_broken_comes_first(pupils, lab):
    found = broken([one for one in pupils if one.grade], lab)
    assert [(part, rule, count) for part, rule, _, count in found] == [(1, 5, 3), (4, 2, 2), (4, 7, 2)]
    assert found[0][2].startswith("Do not draw a shorter pause")


def test_hints_that_differ_in_numbers_alone_are_one(record, judged):
    told = [f"You made {count} tries in {count}.5 s." for count in (2, 3, 4)] + ["Another."]
    found = hints([record(hint, grade=judged(4, hint=hint)) for hint in told])
    assert [(part, count) for part, _, count in found] == [(4, 3), (4, 1)]


def test_answers_in_unlikely_places_are_listed_with_whose_they_are(record, judged, lab):
    page = summary([record("Ada", grade=judged(2, note="Judged is cell 9, <b>.")), record("Bo", 2)], lab)
    assert "Answers in unlikely places" in page and page.count("Judged is cell 9, &lt;b&gt;.") == 1
    assert "unlikely" not in summary([record("Bo", 2)], lab)


def test_more_than_one_version_is_told(record, lab):
    both = [record("Ada"), record("Bo", checks="other")]
    assert [count for *_, count in versions(both)] == [1, 1]
    assert "Not all were judged by the same version" in summary(both, lab)
    assert "All were judged alike" in summary(both[:1], lab)


def test_the_page_names_its_pictures_and_says_why_somebody_has_no_grade(pupils, lab):
    page = summary(pupils, lab)
    assert len(re.findall(r'<svg role="img" aria-label="[^"]+"', page)) == page.count("<svg") == 2
    assert all(reason in page for reason in ("nothing handed in", "Broken.ipynb is not a notebook", "grader failed"))
    assert "7 students, 4 judged,\n3 without a grade" in page


def test_names_and_hints_are_text_there(record, judged, lab):
    without = record("<b>Ada</b>", grade=None, error="<i>no</i>")
    page = summary([without, record("Bo", grade=judged(1, hint="<u>"))], lab)
    assert "&lt;b&gt;Ada" in page and "&lt;i&gt;no" in page and "&lt;u&gt;" in page


def test_a_class_of_nobody_and_one_without_grades_have_a_page(record, lab):
    assert "0 students" in summary([], lab)
    assert "Nobody" in summary([record("Nobody", grade=None, error="nothing handed in")], lab)


def test_what_has_changed_since_the_earlier_run_is_there(record, lab):
    page = summary([record("Ada")], lab, changes=changes([record("Ada", 4)], [record("Ada")]))
    assert "4: wrong → right (0 → 4)" in page and "Since the earlier run" in page
    assert "All grades are as before" in summary([], lab, changes=changes([], []))
