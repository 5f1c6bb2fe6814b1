"""The film of chapter 00's shop shows the minute that its chart is drawn from."""

from zlib import crc32

import pytest

from tests.charts import BOOK, chart

STEM = "00_how_this_book_runs"


def filmed(settings):
    return BOOK[STEM].experiments["day"].film(**settings)


@pytest.mark.parametrize("settings", [{}, {"number": 7, "load": 0.95}])
def test_the_film_has_the_fingerprint_of_the_chart(settings):
    visits = sorted(filmed(settings).legs, key=lambda leg: leg.end)
    rows = [(round(leg.begin, 6), round(leg.end - leg.begin, 6)) for leg in visits]
    assert crc32(repr(rows).encode()) == chart(STEM, "day", settings).numbers["fingerprint"].value


@pytest.mark.parametrize("settings", [{}, {"load": 0.1}, {"number": 3, "load": 0.95}])
def test_a_still_shows_the_most_customers_that_the_chart_counts(settings):
    most = chart(STEM, "day", settings).numbers["most"].value
    assert f"In the shop: {most}. Waiting: {max(0, most - 2)}." in [caption for _, caption in filmed(settings).stills]
