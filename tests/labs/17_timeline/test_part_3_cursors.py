"""Lab 17, part 3: a cursor is good for another object, another size, and another time."""

import pytest

from systemdesign.grading.hints import hint

from .pages import play
from .state import HERE
from .test_part_3 import turn, whole
from .test_part_3_between import MIXED, turns

ALL = sorted({*range(0, 40, 2), *range(1, 40, 3)}, reverse=True)


@pytest.mark.rule(4)
@pytest.mark.parametrize("size", [1, 5])
def test_the_last_post_of_a_page_may_be_deleted(lab, size):
    first = play(lab, "", turns(size, who="xy"), "", {"limit": 6}, first=MIXED).raised().reads[0].ids
    script = [*turns(*[size] * 3, who="xy"), [2.0, "delete", first[-1]]]
    seen = play(lab, "", script, f"{first[-1]}, the last of the first page, was deleted after it. ", {"limit": 6},
                first=MIXED).raised()  # fmt: skip
    assert seen.shown("r") == ALL[: 3 * size], (
        f"{seen.told}Three pages had {seen.shown('r')}, and should have {ALL[: 3 * size]}: each `next` may be given to "
        "another object, and when its last post is deleted."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("sizes", [(1, 2, 3, 4, 5, 30), (7, 1, 30), (30, 1), (2, 2, 2, 2, 40)])
def test_each_page_may_have_its_own_size(lab, sizes):
    seen = play(
        lab, "", turns(*sizes, who="xy"), f"Pages of {sizes}, each by another process. ", {"limit": 6}, first=MIXED
    )
    assert [len(read.ids or ()) for read in seen.raised().reads][:-1] == list(sizes[: len(seen.reads) - 1]), (
        f"{seen.told}They had {[read.ids for read in seen.reads]}: each `next` may be given to another object, in "
        "another process, with another `size`."
    )
    whole(seen, ALL, "Each `next` may be given to another object, in another process, with another `size`.")


@pytest.mark.rule(4)
def test_a_cursor_may_be_given_again(lab):
    script = [*turns(5, 5, who="xy"), [5.0, "again", "r", "z", "cy", 5], [6.0, "again", "r", "y", "cy", 5],
              *(turn(7.0 + n, size=5, who="y") for n in range(8)), [20.0, "again", "r", "x", "cy", 5]]  # fmt: skip
    seen = play(lab, "", script, "A page is asked for again. ", {"limit": 6}, first=MIXED)
    pages = [read.ids for read in seen.of("r again")[:2]]
    assert pages == [seen.of("r")[1].ids] * 2, (
        f"A page had {seen.of('r')[1].ids}, and asked for again, by another object and by the same, {pages}: each "
        "`next` may be given as often as you like."
    )


@pytest.mark.rule(4)
def test_a_cursor_may_be_given_in_another_process(lab):
    (read,) = play(lab, "", turns(5), "", {"limit": 6}, first=MIXED).raised().reads
    told = "A cursor was given to another process, which has nothing of what the first one kept"
    process, things, stage = (lab.beside(HERE / f"beside_{name}.py") for name in ("process", "world", "pages"))
    with hint(f"{told}: each `next` may be given to another object, in another process."):
        reads, _ = stage.play_elsewhere(
            process, things, [[1.0, "read", "r", "y", "cy", read.next, 5]], {"limit": 6}, first=MIXED
        )
    assert reads[0][6] == ALL[5:10], (
        f"{told}, and came to {reads[0][5]} {reads[0][6] or ''}, when it should come to {ALL[5:10]}: each `next` may "
        "be given to another object, in another process."
    )


@pytest.mark.rule(4)
def test_two_readers_of_one_user_do_not_disturb_each_other(lab):
    script = [turn(1.0 + n, size=5, who="x") for n in range(9)]
    script += [turn(3.3 + n, "s", size=7, who="x") for n in range(9)]
    seen = play(lab, "", script, "Two read at once. ", {"limit": 6}, first=MIXED).raised()
    assert seen.shown("r") == seen.shown("s"), (
        f"Two read the same timeline, and were shown {seen.shown('r')} and {seen.shown('s')}: a `next` may be given "
        "as often as you like, and by whom you like."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("cursor", ["", "next", "before", "behind"])
def test_what_is_no_cursor_raises_valueerror(lab, cursor):
    odd = [5.0, "odd", "r", "x", "cy", *{"before": ("!", ""), "behind": ("", "!")}.get(cursor, ("", ""))]
    script = [*turns(5, who="xy"), odd if cursor in ("before", "behind") else [5.0, "read", "r odd", "x", "cy", cursor]]
    (read,) = play(lab, "", script, first=MIXED, options={"limit": 6}).of("r odd")
    assert read.outcome == "ValueError", (
        f"`page('cy', {read.cursor!r})` came to {read.outcome} {read.ids or ''}: what is a text and no cursor raises "
        "ValueError."
    )
