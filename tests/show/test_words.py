"""Amounts, counts and shares in a reading."""

import pytest

from systemdesign.show.words import count, percent


@pytest.mark.parametrize(
    ("number", "text"), [(0, "no keys"), (1, "1 key"), (2, "2 keys"), (1234, "1,234 keys"), (2.714, "2.71 keys")]
)
def test_a_count_has_its_plural(number, text):
    assert count(number, "key") == text


def test_a_plural_may_be_given():
    assert count(2, "try", "tries") == "2 tries"
    assert count(1, "try", "tries") == "1 try"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (1, "100 %"), (0.25, "25 %"), (0.3, "30 %"), (0.4294, "42.9 %"), (0.0004, "less than 0.1 %"),
     (0.0006, "0.1 %"), (0.9994, "99.9 %"), (0.9996, "more than 99.9 %")],
)
def test_a_share_is_nothing_or_all_only_where_it_is(share, text):
    assert percent(share) == text


def test_a_share_has_the_places_that_were_asked_for():
    assert percent(0.000999, 4) == "0.0999 %"
    assert percent(0.006, 0) == "1 %"
    assert percent(0.004, 0) == "less than 1 %"
