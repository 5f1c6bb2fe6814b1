"""Lab 17, part 3: what happens between two pages, and between two calls of one; what a page may ask."""

import pytest

from .pages import play, play_all
from .test_part_3 import pulled, pushed, through, turn

MIXED = [*pushed(range(0, 40, 2)), *pulled(range(1, 40, 3)), *pulled([40, 41], author="sun", crowd=3)]


def turns(*sizes, who="x"):
    """Pages of these sizes, of each of these servers in turn."""
    return [turn(1.0 + 2 * n, size=size, who=who[n % len(who)]) for n, size in enumerate(sizes)]


def goes_on(lab, rules, told, deeds, sizes=(5, 5, 5, 5, 5, 5, 5, 5, 5), first=MIXED):
    """Pages with deeds between them, each (time, deed)."""
    script = [*turns(*sizes), *([time, *deed] for time, deed in deeds)]
    return play(lab, rules, script, told, {"limit": 6}, first=first).raised()


@pytest.mark.rule(5)
@pytest.mark.parametrize("count", [1, 5, 20])
def test_new_posts_repeat_nothing(lab, count):
    news = [(2.0, ["write", [50 + n, "star", None]]) for n in range(count)]
    goes_on(lab, "5", f"A star wrote {count} posts between two pages. ", news)
    news = [(2.0, ["write", [50 + n, "ada", None]]) for n in range(count)]
    news += [(2.0, ["push", "cy", 50 + n]) for n in range(count)]
    goes_on(lab, "5", f"{count} posts came between two pages. ", news)


@pytest.mark.rule(5)
@pytest.mark.parametrize("count", [1, 3, 5])
def test_what_is_deleted_skips_nothing(lab, count):
    gone = [(2.0, ["delete", id]) for id in (38, 37, 36, 34, 32)[:count]]
    seen = goes_on(lab, "5", f"{count} posts of the first page were deleted after it. ", gone)
    ids = seen.reads[0].ids
    goes_on(lab, "5", "All of the first page were deleted after it. ", [(2.0, ["delete", id]) for id in ids])


@pytest.mark.rule(1, 5)
@pytest.mark.parametrize("deed", [["block", "cy", "star"], ["unfollow", "cy", "star"], ["unfollow", "fan 0", "star"],
                                  ["unfollow", "cy", "ada"], ["follow", "cy", "sea"]], ids=" ".join)  # fmt: skip
def test_what_a_reader_does_meanwhile_counts_from_then_on(lab, deed):
    first = [*MIXED, *pulled(range(42, 46), "di", "sea"), *(["write", [id, "sea", None]] for id in (3, 9, 15, 21))]
    for time in (2.0, 4.0, 6.0):
        goes_on(lab, "15", f"{' '.join(deed)} at {time} s, pages at 1, 3, 5 s and so on. ", [(time, deed)], first=first)


@pytest.mark.rule(5)
@pytest.mark.parametrize("call", [1, 2, 3, 4, 5, 6, 9, 12])
def test_what_happens_between_two_calls_of_a_page(lab, call):
    deeds = [["block", "cy", "star"], ["unblock", "cy", "sun"], ["unfollow", "cy", "ada"], ["delete", 37],
             ["follow", "cy", "sea"], ["push", "cy", 33], ["write", [50, "star", None]],
             ["unfollow", "fan 0", "star"]]  # fmt: skip
    first = [*MIXED, ["block", "cy", "sun"], *(["write", [id, "sea", None]] for id in range(60, 70))]
    first += [["follow", f"fan {fan}", "sea"] for fan in range(9)]
    worlds = [(turns(3, 4, 5), f"Before the call number {call}: {deed}. ", {"first": first, "before": {call: [deed]}})
              for deed in deeds]  # fmt: skip
    for seen in play_all(lab, "5", worlds, {"limit": 6}):
        seen.raised()


@pytest.mark.rule(6)
@pytest.mark.parametrize("size", [1, 5, 20])
@pytest.mark.parametrize("count", [300, 800])
def test_a_page_of_a_long_timeline_asks_for_no_more_than_it_takes(lab, size, count):
    first = [*pushed(range(0, count, 2)), *pulled(range(1, count, 2))]
    script = [turn(1.0 + n, size=size, who=f"x{n}") for n in range(4)]
    play(lab, "6", script, f"size {size}, {count} ids. ", {"limit": 6}, first=first).raised()


@pytest.mark.rule(6)
@pytest.mark.parametrize("size", [2, 20])
@pytest.mark.parametrize("authors", [30])
def test_a_page_of_many_authors_asks_for_no_more_than_it_takes(lab, size, authors):
    first = [deed for n in range(authors) for deed in pushed([5 * n, 5 * n + 1], author=f"author {n}")]
    first += [deed for n in range(0, authors, 3) for deed in pulled([5 * n + 2], author=f"star {n}", crowd=3)]
    first += [deed for n in range(0, authors, 2) for deed in pulled([5 * n + 3], "di", f"sun {n}", crowd=4)]
    play(lab, "6", [through(size=size)], f"{authors} authors. ", {"limit": 2}, first=first).raised()


@pytest.mark.rule(6)
@pytest.mark.parametrize("size", [1, 4, 20])
@pytest.mark.parametrize("hidden", [3, 30, 300])
def test_a_page_with_many_left_out_asks_for_no_more_than_it_takes(lab, size, hidden):
    first = [*pushed(range(3 * hidden)), *pulled(range(3 * hidden, 3 * hidden + 9))]
    first += [["delete", id] for id in range(hidden, 2 * hidden)] + [["delete", 3 * hidden + 1]]
    script = [through(size=size)] if hidden < 300 else [turn(1.0 + n, size=size) for n in range(3)]
    play(lab, "6", script, f"size {size}, {hidden} in a row were deleted. ", {"limit": 6}, first=first).raised()
