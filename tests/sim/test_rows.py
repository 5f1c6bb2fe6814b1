"""Rows that commit together: all or none, and sometimes nobody knows which."""

import pytest

from systemdesign import now, run
from systemdesign.sim import Lost, Rows, constant


def rows(**kept):
    return Rows({("row", name): value for name, value in kept.items()}, delay=constant(0.25))


def test_a_commit_changes_all_its_rows_and_deletes_those_that_become_none():
    async def story():
        there = rows(a=1, b=2)
        await there.commit({("row", "a"): None, ("row", "c"): 3, ("row", "nobody"): None})
        return now(), await there.find(("row",)), await there.get(("row", "a"))

    assert run(story()) == (0.25, {("row", "b"): 2, ("row", "c"): 3}, None)


def test_found_are_rows_in_the_order_in_which_they_were_first_written():
    async def story():
        there = rows(b=1, a=2)
        await there.commit({("row", "b"): 3, ("other",): 4})
        first = list(await there.find(("row",)))
        await there.commit({("row", "b"): None})
        await there.commit({("row", "b"): 5})
        return first, list(await there.find(("row",)))

    assert run(story()) == ([("row", "b"), ("row", "a")], [("row", "a"), ("row", "b")])


@pytest.mark.parametrize(("trouble", "left"), [("drop", 2), ("miss", 1)])
def test_a_lost_commit_does_not_say_whether_it_was_done(trouble, left):
    async def story():
        there = rows(a=1)
        getattr(there, trouble)()
        with pytest.raises(Lost):
            await there.commit({("row", "a"): 2})
        return now(), there.data["row", "a"]

    assert run(story()) == (0.25 + Rows.patience, left)


def test_nobody_changes_a_row_by_changing_what_was_committed_or_read():
    async def story():
        there, mine = rows(), [1]
        await there.commit({("row",): mine})
        mine.append(2)
        (await there.get(("row",))).append(3)
        (await there.find(()))["row",].append(4)
        return there.data

    assert run(story()) == {("row",): [1]}
