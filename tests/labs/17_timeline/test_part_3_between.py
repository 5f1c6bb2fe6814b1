"""Lab 17, part 3: what happens between two pages, and between two calls of one; cursors; what a page may ask."""

import pytest

from .pages import play, play_all
from .test_part_3 import pulled, pushed, through, turn, whole

MIXED = [*pushed(range(0, 40, 2)), *pulled(range(1, 40, 3)), *pulled([40, 41], author="sun", crowd=3)]


def turns(*sizes, user="cy", reader="r"):
    return [turn(1.0 + 2 * n, reader, user, size, f"x{n}") for n, size in enumerate(sizes)]


def goes_on(lab, told, deeds, sizes=(5, 5, 5, 5, 5, 5, 5, 5, 5), first=MIXED):
    """Pages with deeds between them, each (time, deed)."""
    script = [*turns(*sizes), *([time, *deed] for time, deed in deeds)]
    return play(lab, script, told, {"limit": 6}, first=first).raised()


@pytest.mark.rule(5)
@pytest.mark.parametrize("count", [1, 5, 20])
def test_new_posts_repeat_nothing(lab, count):
    news = [(2.0, ["write", [50 + n, "star", None]]) for n in range(count)]
    goes_on(lab, f"A star wrote {count} posts between two pages. ", news)
    news = [(2.0, ["write", [50 + n, "ada", None]]) for n in range(count)]
    news += [(2.0, ["push", "cy", 50 + n]) for n in range(count)]
    goes_on(lab, f"{count} posts came between two pages. ", news)


@pytest.mark.rule(5)
@pytest.mark.parametrize("count", [1, 3, 7])
def test_what_is_deleted_skips_nothing(lab, count):
    seen = goes_on(lab, f"{count} posts of the first page were deleted after it. ",
                   [(2.0, ["delete", id]) for id in (39, 38, 37, 36, 34, 33, 32)[:count]][:count])  # fmt: skip
    ids = seen.reads[0].ids
    seen = goes_on(lab, f"{ids[-1]}, the last of the first page, was deleted after it. ", [(2.0, ["delete", ids[-1]])])
    goes_on(lab, "All of the first page were deleted after it. ", [(2.0, ["delete", id]) for id in ids])


@pytest.mark.rule(5)
@pytest.mark.parametrize("deed", [["block", "cy", "star"], ["unfollow", "cy", "star"], ["unfollow", "fan 0", "star"],
                                  ["unfollow", "cy", "ada"], ["follow", "cy", "sea"]], ids=" ".join)  # fmt: skip
def test_what_a_reader_does_meanwhile_counts_from_then_on(lab, deed):
    first = [*MIXED, *pulled(range(42, 46), "di", "sea"), *pulled(range(42, 46), "di", "sea"),
             *(["write", [id, "sea", None]] for id in (3, 9, 15, 21))]  # fmt: skip
    for time in (2.0, 4.0, 6.0):
        goes_on(lab, f"{' '.join(deed)} at {time} s, pages at 1, 3, 5 s and so on. ", [(time, deed)], first=first)


@pytest.mark.rule(5)
@pytest.mark.parametrize("call", range(1, 16))
def test_what_happens_between_two_calls_of_a_page(lab, call):
    deeds = [["block", "cy", "star"], ["unblock", "cy", "sun"], ["unfollow", "cy", "ada"], ["delete", 37],
             ["follow", "cy", "sea"], ["push", "cy", 33], ["write", [50, "star", None]],
             ["unfollow", "fan 0", "star"]]  # fmt: skip
    first = [*MIXED, ["block", "cy", "sun"], *(["write", [id, "sea", None]] for id in range(60, 70))]
    first += [["follow", f"fan {fan}", "sea"] for fan in range(9)]
    worlds = [(turns(3, 4, 5), f"Before the call number {call}: {deed}. ", {"first": first, "before": {call: [deed]}})
              for deed in deeds]  # fmt: skip
    for seen in play_all(lab, worlds, {"limit": 6}):
        seen.raised()


@pytest.mark.rule(4)
@pytest.mark.parametrize("sizes", [(1, 2, 3, 4, 5, 30), (7, 1, 30), (30, 1), (2, 2, 2, 2, 40)])
def test_each_page_may_have_its_own_size(lab, sizes):
    goes_on(lab, f"Pages of {sizes}, each by another process. ", [], sizes)


@pytest.mark.rule(4)
def test_a_cursor_may_be_given_again(lab):
    script = [*turns(5, 5), [5.0, "again", "r", "x9", "cy", 5], [6.0, "again", "r", "x1", "cy", 5],
              *(turn(7.0 + n, size=5, who="x1") for n in range(8)), [20.0, "again", "r", "x0", "cy", 5]]  # fmt: skip
    seen = play(lab, script, "A page is asked for again. ", {"limit": 6}, first=MIXED).raised()
    pages = [read.ids for read in seen.of("r again")[:2]]
    assert pages == [seen.of("r")[1].ids] * 2, (
        f"A page had {seen.of('r')[1].ids}, and asked for again, by another object and by the same, {pages}: each "
        "`next` may be given as often as you like."
    )


@pytest.mark.rule(4)
def test_two_readers_of_one_user_do_not_disturb_each_other(lab):
    script = [turn(1.0 + n, size=5, who="x") for n in range(9)]
    script += [turn(3.3 + n, "s", size=7, who="x") for n in range(9)]
    seen = play(lab, script, "Two read at once. ", {"limit": 6}, first=MIXED).raised()
    assert seen.shown("r") == seen.shown("s"), (
        f"Two read the same timeline, and were shown {seen.shown('r')} and {seen.shown('s')}: a `next` may be given "
        "as often as you like, and by whom you like."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("cursor", ["", "next", "before", "behind"])
def test_what_is_no_cursor_raises_valueerror(lab, cursor):
    odd = [5.0, "odd", "r", "x0", "cy", *{"before": ("!", ""), "behind": ("", "!")}.get(cursor, ("", ""))]
    script = [*turns(5), odd if cursor in ("before", "behind") else [5.0, "read", "r odd", "x0", "cy", cursor]]
    (read,) = play(lab, script, first=MIXED, options={"limit": 6}).raised("ValueError").of("r odd")
    assert read.outcome == "ValueError", (
        f"`page('cy', {read.cursor!r})` came to {read.outcome} {read.ids or ''}: what is a text and no cursor raises "
        "ValueError."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("error", ["Lost", "Unavailable", "Refused", "TimedOut", "ConnectionError"])
@pytest.mark.parametrize("verb", ["page", "follows", "blocked", "posts"])
def test_what_a_call_raises_page_raises(lab, error, verb):
    for place in range(5):
        script = turns(*[5] * 12)
        trouble = {verb: [None] * place + [error]}
        told = f"`{verb}` number {place + 1} raised {error}. "
        seen = play(lab, script, told, {"limit": 6}, first=MIXED, trouble=trouble).raised(error)
        outcomes = [read.outcome for read in seen.reads]
        assert outcomes.count(error) == 1, f"{told}The pages came to {outcomes}: what a call raises, `page` raises."
        whole(seen, sorted({*range(0, 40, 2), *range(1, 40, 3)}, reverse=True))


@pytest.mark.rule(6)
@pytest.mark.parametrize("size", [1, 5, 20])
@pytest.mark.parametrize("count", [300, 800])
def test_a_page_of_a_long_timeline_asks_for_no_more_than_it_takes(lab, size, count):
    first = [*pushed(range(0, count, 2)), *pulled(range(1, count, 2))]
    script = [turn(1.0 + n, size=size, who=f"x{n}") for n in range(4)]
    play(lab, script, f"size {size}, {count} ids. ", {"limit": 6}, first=first).raised()


@pytest.mark.rule(6)
@pytest.mark.parametrize("size", [2, 20])
@pytest.mark.parametrize("authors", [30, 60])
def test_a_page_of_many_authors_asks_for_no_more_than_it_takes(lab, size, authors):
    first = [deed for n in range(authors) for deed in pushed([5 * n, 5 * n + 1], author=f"author {n}")]
    first += [deed for n in range(0, authors, 3) for deed in pulled([5 * n + 2], author=f"star {n}", crowd=3)]
    first += [deed for n in range(0, authors, 2) for deed in pulled([5 * n + 3], "di", f"sun {n}", crowd=4)]
    play(lab, [through(size=size)], f"{authors} authors. ", {"limit": 2}, first=first).raised()


@pytest.mark.rule(6)
@pytest.mark.parametrize("size", [1, 4, 20])
@pytest.mark.parametrize("hidden", [3, 30, 300])
def test_a_page_with_many_left_out_asks_for_no_more_than_it_takes(lab, size, hidden):
    first = [*pushed(range(3 * hidden)), *pulled(range(3 * hidden, 3 * hidden + 9))]
    first += [["delete", id] for id in range(hidden, 2 * hidden)] + [["delete", 3 * hidden + 1]]
    script = [through(size=size)] if hidden < 300 else [turn(1.0 + n, size=size) for n in range(3)]
    play(lab, script, f"size {size}, {hidden} in a row were deleted. ", {"limit": 6}, first=first).raised()
