"""A file name for each student, on every system."""

import re
import unicodedata

import pytest

from systemdesign.grading.cohort.names import stem

ALIKE = ["ada", "Ada", "ADA", "ada/", "ada\\", "../ada", "ada ", "ädä", "con", "aux.txt", "", ".", "..", "a" * 300]
ALIKE += ["a" * 301, "\udc80", "-", "Бо", "张三", "张四"]


def test_names_that_are_alike_get_files_of_their_own():
    assert len({stem(name).casefold() for name in ALIKE}) == len(ALIKE)


@pytest.mark.parametrize("name", ALIKE, ids=repr)
def test_a_file_name_is_safe_and_always_the_same(name):
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,60}", stem(name)) and stem(name) == stem(name)
    assert not re.fullmatch(r"con|aux|nul|prn", stem(name))


def test_one_name_in_two_encodings_is_one_student():
    assert stem(unicodedata.normalize("NFD", "Bùi Thị")) == stem(unicodedata.normalize("NFC", "Bùi Thị"))
