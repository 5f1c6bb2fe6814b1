"""The film of the torn flush shows the run that its chart is drawn from."""

from itertools import pairwise
from math import inf

import pytest

from systemdesign.cache_writes import tear
from systemdesign.cache_writes.copies import BEHIND, followed
from tests.charts import BOOK

TORN = BOOK["05_cache_writes"].experiments["torn"]
SETTING = {"rate": 20, "every": 2.0, "row": 0.01, "until": 30.0, "seed": 0}


def test_there_is_a_component_for_each_flush():
    assert list(BEHIND) == list(tear.FLUSHES)


@pytest.mark.parametrize("flush", BEHIND)
def test_the_copies_in_the_database_add_up_to_its_sum(flush):
    copies, sums = followed(flush, **SETTING)
    assert sums == [pair for pair in tear.torn(flush, **SETTING)[0] if pair[0] < 30]
    for time, _ in sums[1:]:
        there = [copy for copy in copies if copy.landed <= time < copy.gone]
        assert sorted(copy.account for copy in there) == list(range(20)), time


@pytest.mark.parametrize("flush", BEHIND)
def test_each_value_leaves_the_cache_to_the_database_or_for_its_successor(flush):
    copies, _ = followed(flush, **SETTING)
    starts = {(copy.account, copy.changed) for copy in copies}
    for copy in copies:
        assert copy.changed <= copy.left <= copy.landed
        assert copy.landed < inf or (copy.account, copy.left) in starts or copy.left == 30


def test_a_row_is_on_its_way_for_its_time_and_one_after_the_other():
    copies, _ = followed("row by row, as it is now", **SETTING)
    ways = sorted((copy.left, copy.landed) for copy in copies if copy.number and copy.landed < 30)
    assert all(landed - left == pytest.approx(0.01) for left, landed in ways)
    assert all(later >= landed - 1e-9 for (_, landed), (later, _) in pairwise(ways))


@pytest.mark.parametrize("settings", TORN.edges())
def test_the_stills_lie_within_the_film_and_the_first_has_the_sum_right(settings):
    film = TORN.film(**settings).to_json()
    assert all(0 <= time <= film["length"] for time, _ in film["stills"])
    assert "sum to 0;" in film["stills"][0][1]


def test_the_film_of_the_default_ends_with_a_sum_that_never_was():
    assert "sum to 0;" not in TORN.film().stills[-1][1]
