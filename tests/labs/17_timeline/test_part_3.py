"""Lab 17, part 3: what a page shows, and when there is another."""

import pytest

from .pages import FULL, play, play_all

USERS = ["cy", 0, ""]


def pushed(ids, user="cy", author="ada"):
    """Deeds: posts of an author are written and pushed to a user, who follows the author."""
    posts = [deed for id in ids for deed in (["write", [id, author, None]], ["push", user, id])]
    return [["follow", user, author], *posts]


def pulled(ids, user="cy", author="star", crowd=7):
    """Deeds: posts of an author with a crowd are written, and this user follows the author."""
    return [*(["follow", f"fan {fan}", author] for fan in range(crowd - 1)), ["follow", user, author],
            *(["write", [id, author, None]] for id in ids)]  # fmt: skip


def through(reader="r", user="cy", size=None, time=1.0, who="x"):
    return [time, "through", reader, who, user, size]


def turn(time, reader="r", user="cy", size=None, who="x"):
    return [time, "turn", reader, who, user, size]


def whole(seen, ids, also="", reader="r"):
    assert seen.shown(reader) == ids, (
        f"{seen.told}From the first page to the last these were shown: {seen.shown(reader)}, and it should be {ids}: "
        f"what is to be seen, the newest first, each id once. {also}"
    )


def nexts(seen, count, size):
    pages = max(1, -(-count // size))
    found = [read.next for read in seen.reads]
    assert [each is None for each in found] == [False] * (pages - 1) + [True], (
        f"{seen.told}size {size}: `next` was {found}. It is None if no more is to be seen, and else a text."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize(("count", "user"), [*((count, "cy") for count in (1, 19, 20, 21, 65)), (40, 0), (40, "")])
def test_pages_show_the_newest_first(lab, user, count):
    seen = play(lab, "1", [through(user=user)], first=pushed(range(count), user)).raised()
    whole(seen, list(range(count))[::-1])


@pytest.mark.rule(1)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 30])
def test_pages_of_any_size(lab, size):
    seen = play(lab, "1", [through(size=size)], f"size {size}. ", first=pushed([0, 3, 4, 9, 12, 13, 40])).raised()
    whole(seen, [40, 13, 12, 9, 4, 3, 0])


@pytest.mark.rule(1)
@pytest.mark.parametrize("author", ["star", 0, ""], ids=repr)
@pytest.mark.parametrize("size", [2, 20])
def test_authors_above_the_limit_are_fetched(lab, author, size):
    for limit, crowd in ((6, 7), (1, 2), (6, 20)):
        first = [*pushed([2, 5, 8]), *pulled([0, 1, 6, 9], author=author, crowd=crowd)]
        seen = play(
            lab, "1", [through(size=size)], f"limit {limit}, {crowd} followers. ", {"limit": limit}, first=first
        )
        whole(seen.raised(), [9, 8, 6, 5, 2, 1, 0])


@pytest.mark.rule(1)
@pytest.mark.parametrize("crowd", [1000, 1001])
def test_the_limit_is_a_thousand_where_nothing_is_said(lab, crowd):
    seen = play(lab, "1", [turn(1.0)], f"{crowd} followers. ", first=[*pushed([2, 5]), *pulled([1, 6], crowd=crowd)])
    whole(seen.raised(), [6, 5, 2, 1] if crowd > 1000 else [5, 2])


@pytest.mark.rule(1)
@pytest.mark.parametrize("crowd", [6, 3, 1])
def test_authors_at_the_limit_are_not_fetched(lab, crowd):
    """What they write is pushed, or was written before he followed them."""
    first = [*pushed([2, 5]), *pulled([1, 6, 9], crowd=crowd), ["push", "cy", 9]]
    seen = play(lab, "1", [through(size=2)], f"limit 6, {crowd} followers. ", {"limit": 6}, first=first).raised()
    whole(seen, [9, 5, 2])


@pytest.mark.rule(1)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 20])
def test_an_id_that_stands_in_several_lists_comes_once(lab, size):
    first = [*pushed([2, 5, 8]), *pulled([0, 3, 4, 6, 9]), *(["push", "cy", id] for id in (3, 6, 9))]
    told = "Some were pushed before the author was above the limit. "
    seen = play(lab, "1", [through(size=size)], told, {"limit": 6}, first=first).raised()
    whole(seen, [9, 8, 6, 5, 4, 3, 2, 0])


@pytest.mark.rule(1)
@pytest.mark.parametrize("size", [2, 5])
def test_of_several_lists_one_may_be_older_than_another(lab, size):
    first = [*pushed(range(40, 60)), *pulled(range(20)), *pulled([30, 33, 36, 39, 60, 61], author="sun")]
    seen = play(
        lab, "1", [through(size=size)], "A list of young ids, and two of older ones. ", {"limit": 6}, first=first
    )
    whole(seen.raised(), [61, 60, *range(59, 39, -1), 39, 36, 33, 30, *range(19, -1, -1)])


@pytest.mark.rule(1)
def test_two_users_have_their_own_timelines(lab):
    first = [*pushed(range(0, 9, 2)), *pushed(range(1, 9, 2), "di", "bob"), *pulled([9, 10]), ["block", "di", "ada"]]
    script = [turn(1.0 + n, "r", size=2, who="x") for n in range(4)]
    script += [turn(1.0 + n, "s", "di", 2, "x") for n in range(2)]
    seen = play(lab, "1", script, "Two read at once, of one object. ", {"limit": 6}, first=first).raised()
    whole(seen, [10, 9, 8, 6, 4, 2, 0])
    whole(seen, [7, 5, 3, 1], reader="s")


HIDES = {
    "deleted": lambda ids: [["delete", id] for id in ids],
    "blocked": lambda ids: [["block", "cy", "bob"]],
    "unfollowed": lambda ids: [["unfollow", "cy", "bob"]],
}


@pytest.mark.rule(1)
@pytest.mark.parametrize("why", HIDES)
def test_what_is_not_to_be_seen_is_not_shown(lab, why):
    hidden = [2, 3, 9]
    first = [*pushed(range(10)), ["follow", "cy", "bob"], *(["write", [id, "bob", None]] for id in hidden)]
    first += [["write", [4, "cy", None]]]  # his own: he does not follow himself
    play(lab, "1", [turn(1.0)], f"{hidden} are {why}. ", first=first + HIDES[why](hidden)).raised()


@pytest.mark.rule(2)
@pytest.mark.parametrize("why", HIDES)
@pytest.mark.parametrize("size", [1, 3, 5, 20])
def test_what_is_not_to_be_seen_does_not_shorten_the_page(lab, why, size):
    several, some = [], ([9], [3, 4, 5], list(range(2, 10)), [0, 1, 2], list(range(1, 10)))
    for hidden in some:
        first = [*pushed(range(10)), ["follow", "cy", "bob"]]
        first += [["write", [id, "bob", None]] for id in hidden] + HIDES[why](hidden)
        several.append(([through(size=size)], f"size {size}; {hidden} are {why}. ", {"first": first}))
    for hidden, seen in zip(some, play_all(lab, "2", several), strict=True):
        whole(seen.raised(), [id for id in range(10)[::-1] if id not in hidden], FULL)


@pytest.mark.rule(2)
@pytest.mark.parametrize("size", [1, 4, 20])
def test_what_is_fetched_may_not_be_to_be_seen_either(lab, size):
    first = [*pushed([1, 4, 7]), *pulled(range(8, 40)), *pulled([0, 2, 5], author="sun"), ["block", "cy", "star"]]
    first += [["delete", 5]]
    seen = play(lab, "2", [through(size=size)], "One star is blocked. ", {"limit": 6}, first=first).raised()
    whole(seen, [7, 4, 2, 1, 0], FULL)


@pytest.mark.rule(1, 5)
@pytest.mark.parametrize("size", [1, 5])
def test_what_is_left_out_of_one_list_passes_over_nothing(lab, size):
    """A list of young ids, of which the first were deleted, and one of older ones."""
    first = [*pushed(range(40, 60)), *pulled(range(20))]
    worlds = [([turn(1.0, size=size)], f"size {size}; deleted are {[59, 58][:gone]}. ",
               {"first": [*first, *(["delete", 59 - n] for n in range(gone))]}) for gone in (1, 2)]  # fmt: skip
    for seen, gone in zip(play_all(lab, "15", worlds, {"limit": 6}), (1, 2), strict=True):
        whole(seen.raised(), list(range(59 - gone, 59 - gone - size, -1)))


@pytest.mark.rule(2)
@pytest.mark.parametrize("hidden", [50, 300, 799])
def test_many_in_a_row_are_not_to_be_seen(lab, hidden):
    first = [*pushed([0]), *(["push", "cy", id] for id in range(1, hidden + 1))]
    seen = play(lab, "2", [turn(1.0)], f"Of {hidden + 1} ids all but the last were deleted. ", first=first).raised()
    whole(seen, [0], FULL)


@pytest.mark.rule(3)
@pytest.mark.parametrize("size", [None, 1, 3])
@pytest.mark.parametrize("count", [1, 3, 6, 20, 21, 40])
def test_next_is_none_with_the_last_page_and_no_sooner(lab, size, count):
    told = f"{count} ids are to be seen. "
    nexts(play(lab, "", [through(size=size)], told, first=pushed(range(1, count + 1))), count, size or 20)


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("size", [None, 1, 3])
@pytest.mark.parametrize("count", [1, 3, 6, 20, 40])
def test_what_is_not_to_be_seen_makes_no_other_page(lab, size, count):
    first = [*pushed(range(5 + count)), *(["delete", id] for id in range(5))]
    told = f"{count} ids are to be seen, and five older ones were deleted. "
    nexts(play(lab, "23", [through(size=size)], told, first=first).raised(), count, size or 20)


@pytest.mark.rule(3)
@pytest.mark.parametrize("user", USERS, ids=repr)
def test_an_empty_timeline_has_one_empty_page(lab, user):
    seen = play(lab, "3", [turn(1.0, user=user), turn(2.0, "s", "nobody")], first=[["follow", user, "ada"]]).raised()
    assert [(read.ids, read.next) for read in seen.reads] == [([], None)] * 2, (
        f"Timelines with nothing in them came to {[(read.ids, read.next) for read in seen.reads]}: ([], None)."
    )
