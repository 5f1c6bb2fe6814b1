"""Sorted lists of ids, far away."""

import pytest

from systemdesign import run
from systemdesign.sim import Lists, Lost, Unavailable


def pages(lists, *asked):
    async def main():
        return [await lists.page(*each) for each in asked]

    return run(main)


def adds(lists):
    async def main():
        await lists.add("a", 3)

    return main


def filled(*ids, **options):
    lists = Lists(**options)

    async def main():
        for id in ids:
            await lists.add("a", id)

    run(main)
    return lists


def test_a_page_has_the_newest_first():
    assert pages(filled(3, 9, 5), ("a", None, 2), ("a", None, 9)) == [[9, 5], [9, 5, 3]]


def test_below_is_not_of_the_page():
    assert pages(filled(3, 9, 5), ("a", 9, 5), ("a", 4, 5), ("a", 3, 5), ("a", 0, 5)) == [[5, 3], [3], [], []]


def test_a_list_that_nobody_has_filled_is_empty():
    assert pages(filled(3), ("b", None, 5)) == [[]]


def test_an_id_is_there_once():
    assert pages(filled(3, 0, 3, 0), ("a", None, 5)) == [[3, 0]]


def test_the_newest_are_kept():
    assert pages(filled(3, 9, 5, 1, 7, most=3), ("a", None, 5)) == [[9, 7, 5]]


def test_an_add_whose_answer_is_lost_was_done():
    lists = Lists()
    lists.drop()
    with pytest.raises(Lost):
        run(adds(lists))
    assert pages(lists, ("a", None, 5)) == [[3]]


def test_one_that_is_down_adds_nothing():
    lists = Lists()
    lists.crash()
    with pytest.raises(Unavailable):
        run(adds(lists))
    lists.restart()
    assert pages(lists, ("a", None, 5)) == [[]]
