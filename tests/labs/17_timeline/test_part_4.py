"""Lab 17, part 4: best first, in the order that the first page fixed."""

from random import Random

import pytest

from systemdesign.grading.hints import hint

from .ranks import play, played
from .state import HERE

USERS = ["cy", 0, ""]


def likes(user, count, seed=0, most=9):
    """Ids and their scores, of which many are equal."""
    rng = Random(seed)
    ids = sorted(rng.sample(range(3 * count), count), reverse=True)
    return {"ids": [[user, ids]], "scores": [[user, id, rng.randrange(-most, most) / 2] for id in ids]}


def opened(size=None, reader="r", user="cy", who="x"):
    return ["open", reader, who, user, size]


def turned(size=None, reader="r", user="cy", who="x"):
    return ["turn", reader, who, user, size]


@pytest.mark.rule(2)
@pytest.mark.parametrize(("count", "user"), [(1, "cy"), (2, "cy"), (20, "cy"), (7, 0), (7, "")])
def test_the_best_come_first(lab, user, count):
    seen = play(lab, "2", [opened(user=user)], **likes(user, count))
    scored = seen.rows[0].scores()
    assert sorted(scored) == sorted(seen.rows[0].ids), (
        f"{count} ids, and `score` was called for {scored}: once for each of these ids."
    )


@pytest.mark.rule(2)
def test_of_equals_the_newer_comes_first(lab):
    scores = [["cy", id, score] for id, score in ((9, 2), (8, 5), (7, 2), (5, 5), (4, -1), (3, 2.0), (0, 5))]
    world = {"ids": [["cy", [9, 8, 7, 5, 4, 3, 0]]], "scores": scores}
    play(lab, "2", [opened()], "Several have one score. ", **world)


@pytest.mark.rule(2)
def test_scores_may_be_anything_that_is_a_number(lab):
    """Those that differ by little differ, too."""
    scores = {9: -2.5, 8: 0, 7: 1e300, 5: -1e300, 4: 3, 3: 2.9, 2: 0.0, 1: 1e-9, 0: 3.0001}
    vast = {9: 2**60, 8: 2**60 + 1, 7: 2**60 - 1}
    for found in (scores, vast):
        rows = [["cy", id, score] for id, score in found.items()]
        play(lab, "2", [opened()], f"The scores are {found}. ", ids=[["cy", list(found)]], scores=rows)


RANKED = [(depth, count, most) for depth in (1, 7, 12) for count in (5, 7, 30) for most in (10**9, 3, 1)]
RANKED += [(None, count, 10**9) for count in (5, 30, 199, 200, 201, 450)] + [(None, 40, 1), (None, 450, 30)]
"""depth, how many ids there are, and how many at most are in a page."""


@pytest.mark.rule(1)
@pytest.mark.parametrize(("depth", "count", "most"), RANKED)
def test_the_newest_are_ranked(lab, depth, count, most):
    told = f"{count} ids, depth {depth or 200}, and `page` has at most {most} ids. "
    seen = played(lab, "1", [opened(500)], told, depth, most=most, **likes("cy", count))
    asked_for(told, seen.rows[0], depth, count, most)
    seen.walk()


def asked_for(told, row, depth, count, most):
    """Fails where a first page asked for more than was missing."""
    missing, left = depth or 200, count
    for number, (_, user, _, size) in enumerate(row.pages()):
        assert user == "cy" and size <= missing, (
            f"{told}The call number {number + 1} of `page` was for {user!r} and {size} ids, when {missing} of the "
            f"newest {depth or 200} were still missing: it asks for at most as many as are missing."
        )
        assert number == 0 or (missing and left), (
            f"{told}`page` was asked {len(row.pages())} times: after a `next` that is None, or when `depth` ids are "
            "there, there is no other call."
        )
        told_now = min(size, most, left)
        missing, left = missing - told_now, left - told_now


@pytest.mark.rule(1)
@pytest.mark.parametrize("gap", [1, 2])
@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("count", [3, 8, 20])
def test_a_page_may_have_few_ids_or_none(lab, gap, empty, count):
    """And a cursor may be the empty text."""
    told = f"{count} ids; `page` has two at a time, or none{', and its cursor is the empty text' if empty else ''}. "
    play(lab, "1", [opened(20)], told, 12, most=2, gap=gap, empty=empty, **likes("cy", count))


@pytest.mark.rule(3)
@pytest.mark.parametrize("sizes", [(3,) * 9, (1, 2, 3, 4, 5, 6), (20, 1, 1, 9), (None, None)])
def test_the_next_pages_follow_in_the_same_order(lab, sizes):
    world = likes("cy", 25)
    changes = [["score", "cy", id, -score * 3] for _, id, score in world["scores"]]
    script = [opened(sizes[0])]
    for number, size in enumerate(sizes[1:]):
        script += [*changes[number::3], turned(size)]
    play(lab, "3", script, f"Scores change between pages of {sizes}. ", **world)


@pytest.mark.rule(3)
@pytest.mark.parametrize("size", [2, 5])
def test_what_comes_and_goes_changes_nothing_until_a_new_first_page(lab, size):
    world = likes("cy", 17)
    ids = world["ids"][0][1]
    script = [opened(size), turned(size), ["ids", "cy", [99, 98, *ids]], ["score", "cy", 99, 50], turned(size),
              ["ids", "cy", [99, *ids[9:]]], *[turned(size)] * 8]  # fmt: skip
    script += [opened(size, "s"), *[turned(size, "s")] * 8]
    play(lab, "3", script, "Two posts come, and nine go, while somebody reads. ", **world)


@pytest.mark.rule(4)
@pytest.mark.parametrize("size", [None, 1, 4, 5])
@pytest.mark.parametrize(("count", "depth"), [*((count, None) for count in (0, 1, 4, 5, 20)), (5, 4), (20, 4)])
def test_next_is_none_when_all_are_shown(lab, size, count, depth):
    told = f"{count} ids, depth {depth or 200}. "
    play(lab, "4", [opened(size), *[turned(size)] * 21], told, depth, **likes("cy", count))


@pytest.mark.rule(5)
def test_nothing_is_kept_in_the_object(lab):
    worlds = [likes(user, 15, seed) for seed, user in enumerate(USERS)]
    world = {name: [row for each in worlds for row in each[name]] for name in ("ids", "scores")}
    script = [opened(4, f"r{n}", user) for n, user in enumerate(USERS)]
    for number in range(4):
        script += [turned(4, f"r{n}", user, "xyz"[(n + number) % 3]) for n, user in enumerate(USERS)]
    play(lab, "5", script, "Three users read, of three objects in turn. ", **world)


@pytest.mark.rule(5)
def test_a_next_may_be_given_in_another_process(lab):
    world = likes("cy", 15)
    seen = play(lab, "", [opened(4)], **world)
    there, due = lab.beside(HERE / "beside_process.py"), seen.orders["r"][4:8]
    told = "A `next` was given to an object in another process, which has nothing of what the first one kept"
    with hint(f"{told}: nothing is kept in the object, nor anywhere else."):
        (row,) = lab.beside(HERE / "beside_ranks.py").play_elsewhere(
            there, [turned(4)], {}, {"r": seen.nexts["r"]}, **world
        )
    assert row[3] == due, f"{told}, and the page had {row[3]}, and it should have {due}: nothing is kept."


@pytest.mark.rule(5)
def test_two_readers_of_one_user_have_their_own_order(lab):
    world = likes("cy", 15)
    changes = [["score", "cy", id, -score] for _, id, score in world["scores"]]
    script = [opened(4, "r"), *changes, opened(4, "s")]
    script += [turned(4, reader, who="x") for _ in range(4) for reader in "rs"]
    play(lab, "5", script, "One user reads in two windows. ", **world)


@pytest.mark.rule(5)
def test_a_next_may_be_given_again(lab):
    world = likes("cy", 15)
    script = [opened(4), turned(4), ["again", "r", "x", "cy", 4], turned(4), ["again", "r", "z", "cy", 4]]
    play(lab, "5", script, "A page is asked for again. ", **world)


@pytest.mark.rule(5)
def test_users_at_once_do_not_disturb_each_other(lab):
    worlds = [likes(user, 15, seed) for seed, user in enumerate(USERS)]
    world = {name: [row for each in worlds for row in each[name]] for name in ("ids", "scores")}
    together = ["together", *([f"r{n}", "x", user, 4] for n, user in enumerate(USERS))]
    script = [together, *(turned(4, f"r{n}", user, "x") for _ in range(3) for n, user in enumerate(USERS))]
    play(lab, "5", script, "Three users at once. ", most=2, **world)


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", ["Lost", "Unavailable", "ValueError", "ZeroDivisionError"])
@pytest.mark.parametrize("call", [1, 2, 4, 9])
def test_what_page_or_score_raises_is_raised(lab, error, call):
    stage = lab.bring(HERE / "beside_ranks.py")
    world = likes("cy", 8)
    rows = stage.play([opened(4), opened(4)], {}, most=3, fails=[[call, error]], **world)
    assert [row[2] for row in rows] == [error, "page"], (
        f"The call number {call}, of `page` or `score`, raised {error}, and the reader's two attempts came to "
        f"{[row[2] for row in rows]}: what `page` or `score` raises is raised, and the next attempt begins anew."
    )
