"""What is checked of one chapter after an edit."""

import os

import pytest

from tools import fast

MODULES = [f"systemdesign/{room}/it.py" for room in ("sim", "load_balancing", "caching")]
LATER = "systemdesign/sharding/it.py"
STEMS = ["00_how_this_book_runs", "03_load_balancing", "04_caching"]


@pytest.mark.parametrize("word", ["04", "04_caching", "caching"])
def test_a_chapter_goes_by_its_number_its_stem_or_its_room(word):
    assert fast.named(word, STEMS) == "04_caching"


@pytest.mark.parametrize("word", ["", "05", "cach"])
def test_another_word_is_answered_with_the_chapters(word):
    with pytest.raises(LookupError, match="There are 00_how_this_book_runs, 03_load_balancing, 04_caching"):
        fast.named(word, STEMS)


def test_an_unknown_chapter_ends_with_2_and_a_sentence(capsys):
    assert fast.main("nought") == 2
    assert "There is no chapter 'nought'" in capsys.readouterr().err


@pytest.fixture
def house(tmp_path):
    """A course with one chapter, its room's tests, its lab and its page."""
    files = ["book/04_caching.ipynb", "solutions/04_caching.ipynb", "tests/test_walker.py", "tests/caching/test_it.py"]
    for name in [*files, *MODULES, LATER, "_build/html/book/04_caching.html", "_build/.built"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1, 1))
    os.utime(tmp_path / "_build" / ".built", (2, 2))
    return tmp_path


def test_a_chapter_is_checked_with_its_room_its_lab_and_its_page(house):
    found = fast.checks(house, "04_caching")
    assert list(found) == ["notebook", "lab", "chapter", "page"]
    assert {"tests/test_walker.py", "tests/caching"} < set(found["chapter"])


@pytest.mark.parametrize("edited", ["book/04_caching.ipynb", *MODULES])
def test_a_page_is_not_tested_when_something_that_it_may_show_was_edited_since(house, edited):
    os.utime(house / edited, (3, 3))
    assert "page" not in fast.checks(house, "04_caching")


def test_a_page_is_tested_when_only_a_later_chapters_room_was_edited_since(house):
    os.utime(house / LATER, (3, 3))
    assert "page" in fast.checks(house, "04_caching")


def test_a_chapter_without_room_and_lab_is_checked_alone(house):
    (house / "book" / "05_alone.ipynb").touch()
    assert list(fast.checks(house, "05_alone")) == ["notebook", "chapter"]


def test_a_failed_check_is_shown_and_fails(monkeypatch, capsys):
    monkeypatch.setattr(fast, "checks", lambda *_: {"lab": ["false"], "chapter": ["true"]})
    assert fast.main("04") == 1
    told = capsys.readouterr().out
    assert "--- lab" in told and "--- chapter" not in told
    assert "passed" in told and "FAILED" in told
