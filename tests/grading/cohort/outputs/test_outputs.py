"""What a class run leaves in its folder: whole files, in step with the class, and nothing of a run before."""

import json
import os
import re
import tomllib
from dataclasses import asdict
from fnmatch import fnmatch
from html.parser import HTMLParser

import pytest

from systemdesign.grading.cohort.names import stem
from systemdesign.grading.cohort.outputs import write
from systemdesign.grading.cohort.page import PAGES
from systemdesign.grading.cohort.policy import read
from systemdesign.grading.judges import Failed
from systemdesign.grading.lab import COURSE, Unusable

FILES = {"grades.csv", "canvas.csv", "moodle.csv", "grades.json", "summary.html", "likeness.html", "likeness.csv"}


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_all_files_are_there_and_a_page_for_each_student(pupils, lab, tmp_path):
    notices = write(pupils, tmp_path / "out", lab)
    assert names(tmp_path / "out") == FILES | {f"feedback/{stem(one.student)}.html" for one in pupils}
    assert notices[-1] == "Not in canvas.csv and moodle.csv, as the grader failed on them: Unlucky."


def test_the_json_has_every_record_and_its_final_points(pupils, lab, tmp_path):
    (tmp_path / "p.toml").write_text("deadline = 2026-12-01T12:00:00Z\npenalty = 5")
    write(pupils, tmp_path, lab, read(tmp_path / "p.toml"))
    told = json.loads((tmp_path / "grades.json").read_text(encoding="utf-8"))
    assert (told["lab"], told["out_of"], len(told["students"])) == ("14_retries", 12, len(pupils))
    ada, unlucky = told["students"][0], told["students"][-1]
    assert {key: ada[key] for key in asdict(pupils[0])} == asdict(pupils[0])
    assert "film" not in told["students"][2]["grade"]["parts"][3]["schedule"]
    assert "film" in pupils[2].grade["parts"][3]["schedule"], "which stays as it was"
    assert (ada["final"], ada["days_late"], ada["points"]) == ("12", 0, 12)
    assert "final" not in unlucky


def test_the_difference_is_written_where_there_is_an_earlier_run_and_goes_with_it(record, lab, tmp_path):
    earlier = tmp_path / "earlier" / "grades"
    earlier.mkdir(parents=True)
    (earlier / "ada.json").write_text(json.dumps(asdict(record("Ada", 4))), encoding="utf-8")
    write([record("Ada")], tmp_path / "out", lab, earlier=earlier.parent)
    assert "Ada,rose,8,12" in (tmp_path / "out" / "difference.csv").read_text(encoding="utf-8")
    assert "Since the earlier run" in (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    write([record("Ada")], tmp_path / "out", lab)
    assert not (tmp_path / "out" / "difference.csv").exists()


def test_feedback_for_who_is_gone_is_removed_and_what_is_not_ours_stays(record, lab, tmp_path):
    write([record("ada"), record("bo")], tmp_path, lab)
    (tmp_path / "notes.txt").write_text("mine")
    write([record("bo")], tmp_path, lab)
    assert {"feedback/bo.html", "notes.txt"} <= names(tmp_path) and "feedback/ada.html" not in names(tmp_path)


def test_a_name_that_no_encoding_holds_is_written_all_the_same(record, lab, tmp_path):
    write([record("lone \udc80")], tmp_path, lab)
    assert json.loads((tmp_path / "grades.json").read_text(encoding="utf-8"))["students"][0]["student"] == "lone \udc80"


def test_a_file_that_cannot_be_replaced_stays_as_it_was_and_is_told(record, lab, tmp_path, monkeypatch):
    write([record("ada")], tmp_path, lab)
    before = (tmp_path / "grades.csv").read_text(encoding="utf-8")

    def full(*paths):
        raise OSError(28, "No space left on device", str(paths[1]))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Failed, match=r"grades.csv can't be written: no room is left on the disk"):
        write([record("ada", 4)], tmp_path, lab)
    assert (tmp_path / "grades.csv").read_text(encoding="utf-8") == before


def test_a_folder_that_is_a_file_is_told(record, lab, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(Unusable, match="out"):
        write([record("ada")], tmp_path / "out", lab)


def test_the_package_takes_its_pages_along():
    declared = tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = declared["package-data"]["systemdesign.grading.cohort"]
    files = [path.relative_to(PAGES.parent).as_posix() for path in PAGES.iterdir()]
    assert files and all(any(fnmatch(file, pattern) for pattern in patterns) for file in files)


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear))


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_text_has_the_contrast_that_wcag_asks_for(scheme):
    blocks = re.findall(r":root \{([^}]+)\}", (PAGES / "style.css").read_text(encoding="utf-8"))
    colours = dict(re.findall(r"--(\w+): (#\w+)", blocks[scheme]))
    for back in ("paper", "panel"):
        for name in ("ink", "soft", "right", "wrong", "open"):
            low, high = sorted(luminance(colours[key]) for key in (back, name))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{name} on {back}"


class Tables(HTMLParser):
    """Whether each table has a caption or is named by what it stands in, and each header a scope."""

    def __init__(self, page):
        super().__init__()
        self.headers, self.levels = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "th":
            self.headers.append(dict(attributes).get("scope"))
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))


def test_pages_have_headings_in_order_and_headers_with_a_scope(pupils, lab, tmp_path):
    write(pupils, tmp_path, lab)
    for path in tmp_path.rglob("*.html"):
        found = Tables(path.read_text(encoding="utf-8"))
        assert all(found.headers), path.name
        assert found.levels[0] == 1 and found.levels.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(found.levels, found.levels[1:])), path.name
