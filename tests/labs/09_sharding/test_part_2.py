"""Lab 09, part 2: bounded loads."""

import asyncio
import random

import pytest

from systemdesign import now, run
from systemdesign.grading.hints import hint
from systemdesign.grading.schedules import schedules

from .books import Books, plain
from .scene import KEYS, TEN, WEIGHTS

HEAVY = {"big": (6, "x"), "small": (1, "y"), "other": (1, "z")}
PAIR = {"left": (1, "x"), "right": (1, "y")}
FRACTIONS = {**WEIGHTS, "eve": (0.7, "e"), "fay": (1.1, "a")}
FALSE = ["", "0", "False"]
NAMELESS = {"": (1, "x"), "0": (1, "y"), "b": (2, "x")}
NOTHING = "By rule 8 removing a key that is not there does nothing, and returns [] for none moved."


@pytest.mark.rule(2, 4)
def test_a_key_goes_to_its_owner_while_there_is_room(lab):
    books = Books(lab, TEN, slack=20.0)
    for key in [*FALSE, *KEYS[:60]]:
        with hint(f"By rule 4 `node({key!r})` is None before the key has come."):
            found = books.bounded.node(key)
        assert found is None, f"By rule 4 `node({key!r})` is None before the key has come, and not {found!r}."
        books.add(key)
        found, home = books.bounded.node(key), books.homes[key]
        assert found == home, f"By rule 4 `node({key!r})` is the node that holds the key, {home}, and not {found!r}."
    books.settle()
    assert books.bounded.node("never came") is None, "By rule 4 `node` of a key that nobody holds is None."


@pytest.mark.rule(5)
def test_loads_has_every_node(lab):
    books = Books(lab, FRACTIONS)
    with hint("By rule 5 `loads()` has every node, also before a key has come."):
        books.check_loads()
    books.add("one")
    books.check_loads()


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("nodes", [TEN, HEAVY, FRACTIONS, PAIR], ids=["ten", "heavy", "fractions", "pair"])
@pytest.mark.parametrize("slack", [0.1, None, 0, 0.37])
def test_each_key_goes_to_the_first_node_within_its_bound(lab, nodes, slack):
    books = Books(lab, nodes, slack, points=2)
    for key in KEYS[:55]:
        books.add(key)
    books.settle()
    books.check()


@pytest.mark.rule(1)
@pytest.mark.parametrize(("nodes", "slack"), [(2, 0.12), (3, 0.8), (5, 0.1), (10, 0.25)])
def test_a_bound_that_is_a_whole_number_is_not_rounded_up(lab, nodes, slack):
    books = Books(lab, {f"n{number}": (1, number) for number in range(nodes)}, slack, points=3)
    mine = [key for key in KEYS if books.ring.owners(key) == ["n0"]]
    for key in mine[:60]:
        books.add(key)
    books.settle()


@pytest.mark.rule(3)
@pytest.mark.parametrize(("slack", "nodes"), [(None, TEN), (0.1, TEN), (0.1, NAMELESS)])
def test_a_key_that_comes_again_stays_where_it_is(lab, slack, nodes):
    books, keys = Books(lab, nodes, slack, points=20), [*FALSE, *KEYS[:40]]
    for key in keys:
        books.add(key)
        books.add(key)
    counted = sum(plain(books.bounded.loads(), nodes).values())
    assert counted == len(keys), (
        f"By rule 3 a key that is there already is counted once: {len(keys)} keys are there, and the loads add up to "
        f"{counted}."
    )
    books.settle()
    books.check()
    for key in KEYS[:8]:
        books.remove(key)
    for key in [*KEYS[8:40], *FALSE]:
        books.add(key)
    books.check()


@pytest.mark.rule(2)
def test_a_key_that_left_and_comes_back_is_placed_anew(lab):
    books = Books(lab, TEN, slack=0.1, points=20)
    for key in (*KEYS[:30], *KEYS[20:50]):
        books.add(key)
    for key in KEYS[10:30]:
        books.remove(key)
    for key in KEYS[29:9:-1]:
        books.add(key)
    books.settle()
    books.check()


@pytest.mark.rule(8)
def test_removing_a_key_that_is_not_there_does_nothing(lab):
    books = Books(lab, TEN, slack=0.1)
    for absent in ("elsewhere", 0, ""):
        for _ in range(2):
            with hint(NOTHING):
                told = books.bounded.remove(absent)
            assert told == [], f"{NOTHING} Yours returned {told!r}."
        books.add(f"not {absent}")
        books.settle()
    for key in KEYS[:30]:
        books.add(key)
    with hint(NOTHING):
        told = books.bounded.remove("elsewhere")
    assert told == [], f"{NOTHING} Yours returned {told!r}."
    books.settle()


@pytest.mark.rule(1, 6, 7, 8)
@pytest.mark.parametrize(
    ("slack", "nodes", "order"),
    [
        (0.1, TEN, "first"),
        (0.1, TEN, "last"),
        (0.1, TEN, "of one node"),
        (None, {**TEN, "n0": (3, "x")}, "of one node"),
        (0, FRACTIONS, "last"),
        (0.1, NAMELESS, "of one node"),
    ],
)
def test_bounds_hold_as_keys_leave_and_few_others_move(lab, slack, nodes, order):
    books, keys = Books(lab, nodes, slack, points=20), [*FALSE, *KEYS[:28]] if slack else list(range(31))
    for key in keys:
        books.add(key)
    books.settle()
    books.check()
    one = sorted(keys, key=lambda key: books.homes[key])
    for key in {"first": keys, "last": keys[::-1], "of one node": one}[order]:
        books.remove(key)


@pytest.mark.rule(2, 5)
def test_two_of_them_on_one_ring_have_nothing_in_common(lab):
    one = Books(lab, TEN, slack=0.1)
    both = [one, Books(lab, TEN, slack=0.5, ring=one.ring), Books(lab, HEAVY)]
    with hint("Three Bounded were used in turn, and one got in the way of another: keep what each holds in `self`."):
        for key in KEYS[:25]:
            for books in both:
                books.add(key)
        for number, books in enumerate(both):
            counted = sum(plain(books.bounded.loads(), books.nodes).values())
            assert counted == 25, (
                f"By rule 5 `loads()` counts the keys of one Bounded: three have 25 keys each, one says {counted}. "
                "Keep what each holds in `self`."
            )
            books.settle()
            books.remove(KEYS[number])


@schedules("2.traffic", targets=KEYS[20:50], verbs=["add", "remove"], until=40, most=16, examples=15)
@pytest.mark.rule(1, 2, 3, 4, 5, 6, 7, 8)
def test_whatever_comes_and_leaves_each_answer_follows_the_rules(lab, story):
    async def main():
        books = Books(lab, *setting(story.seed))
        for key in [*FALSE, *KEYS[20 : 25 + 2 * story.seed]]:
            books.add(key)
        books.settle()
        for event in story.events:
            await asyncio.sleep(event.time - now())
            story.note(f"{event.verb} {event.target}")
            play(books, event.verb, event.target)
            books.settle()
        books.check()
        for key in list(books.homes)[::2]:
            books.remove(key)

    run(main, seed=story.seed, shuffle=story.order)


def play(books, verb, key):
    if verb == "add":
        books.add(key)
    elif key in books.homes:
        books.remove(key)
    else:
        told = books.bounded.remove(key)
        assert told == [], f"{NOTHING} Yours returned {told!r}."


def setting(seed):
    """Nodes, slack and points, all drawn from the seed."""
    rng = random.Random(seed)
    nodes = {f"n{n}": (rng.choice([1, 2, 0.5, 1.3]), rng.choice("xyz")) for n in range(rng.randint(2, 9))}
    return nodes, rng.choice([0, 0.05, 0.25, 0.6, 1.5]), rng.choice([3, 20])
