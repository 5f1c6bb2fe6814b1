"""Lab 17, part 1: the newest ids of sorted lists."""

from random import Random

import pytest

from systemdesign.grading.hints import hint

from .state import HERE

KINDS = ["list", "tuple", "iterator", "generator", "through"]
PAIRS = [*((kind, "list") for kind in KINDS), *(("list", kind) for kind in KINDS[1:]), ("generator", "generator")]
"""What each list is, and what all of them are in."""

ANY = "There may be none of them, or thousands, and some or all may be empty."


def merged(lab, lists, count, kinds=("list",), outer="list", endless=()):
    """What `newest` came to: its list, and what was read of those that are read once."""
    bring = lab.bring if len(lists) < 1_000 else lab.beside
    things = bring(HERE / "beside_merge.py")
    told = f"newest({lists if sum(map(len, lists)) < 30 else f'{len(lists)} lists'}, {count}) "
    with hint(f"{told}failed. `lists`, and each of them, is anything that can be gone through with `for`. {ANY}"):
        kind, value, read, kept = things.newest([[lists, count, list(kinds), outer, list(endless)]])[0]
    assert kind == "list", f"{told}came to a {kind}: it returns a list."
    return value, [id for _, id in read], told, kept


def right(lab, lists, count, also="", **kinds):
    value, _, told, _ = merged(lab, lists, count, **kinds)
    due = sorted({id for ids in lists for id in ids}, reverse=True)[:count]
    assert value == due, (
        f"{told}came to {value[:30]}, and it should be {due[:30]}: the `count` greatest ids that stand in any of the "
        f"lists, the greatest first, and each once. {also}"
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", [0, 1, 3, 100])
def test_the_greatest_come_first(lab, count):
    for lists in ([[9, 4, 1], [8, 7, 3]], [[5], [6], [7]], [[1, 0], [30, 20]], [[9, 8, 7, 6]], [[0]], [[0], [1]],
                  [[100, 2], [9, 3], [20]]):  # fmt: skip
        right(lab, lists, count)


@pytest.mark.rule(2)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 100])
def test_an_id_of_several_lists_comes_once(lab, count):
    for lists in ([[9, 4, 1], [9, 7, 4]], [[5, 0], [5, 0], [5, 0]], [[8, 6, 4], [7, 6, 4, 2], [6, 3]], [[3, 2], [3, 2]],
                  [[9, 5], [8, 5], [7, 5], [6]], [[0], [0]]):  # fmt: skip
        right(lab, lists, count)


@pytest.mark.rule(2)
@pytest.mark.parametrize("seed", range(5))
def test_of_any_lists(lab, seed):
    rng = Random(seed)
    for _ in range(20):
        size = rng.choice([10, 40, 1000])
        lists = [sorted(rng.sample(range(size), rng.randrange(1, 9)), reverse=True) for _ in range(rng.randrange(1, 9))]
        right(lab, lists, rng.randrange(0, 30))


@pytest.mark.rule(3)
@pytest.mark.parametrize(("kind", "outer"), PAIRS)
def test_whatever_can_be_gone_through(lab, kind, outer):
    for kinds in ([kind], [kind, "list"], ["generator", kind, "tuple"]):
        for count in (5, 50):
            lists = [[9, 4, 1], [8, 7, 4, 0], [7]]
            right(
                lab,
                lists,
                count,
                f"A {kind} can be gone through with `for`, and perhaps once.",
                kinds=kinds,
                outer=outer,
            )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("kind", "outer"), PAIRS)
def test_of_none_and_of_empty_ones(lab, kind, outer):
    for lists in ([], [[]], [[], [], []], [[], [3], []], [[], [3, 0], [], [4]]):
        for count in (0, 1, 9):
            right(lab, lists, count, ANY, kinds=[kind], outer=outer)


@pytest.mark.rule(3)
@pytest.mark.parametrize("outer", ["list", "generator"])
def test_those_that_are_lists_stay_as_they_are(lab, outer):
    for lists in ([[9, 4, 1], [8, 7, 3]], [[9, 4], [9, 4], []], [[], [3]]):
        for count in (0, 1, 3, 9):
            *_, told, kept = merged(lab, lists, count, outer=outer)
            assert kept, f"{told}changed a list that it was given: those that are lists stay as they are."


@pytest.mark.rule(3)
def test_of_thousands(lab):
    many = 3_000
    right(lab, [[n * 7 % 10_007 + 10, n % 5] for n in range(many)], 20, kinds=["iterator"])
    right(lab, [[n * 7 % 10_007 + 10] if n % 3 else [] for n in range(many)], 200)


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("count", "kind"), [*((count, "generator") for count in (0, 1, 2, 5, 20)), (5, "iterator"), (5, "through")]
)
def test_no_more_is_read_than_it_takes(lab, count, kind):
    rng = Random(count)
    for many in (1, 2, 7):
        for shared in (False, True):
            top = 400 if shared else 100_000
            lists = [sorted(rng.sample(range(top), 100), reverse=True) for _ in range(many)]
            _, read, told, _ = merged(lab, lists, count, [kind])
            assert len(set(read)) <= count + many, (
                f"{told}read {len(read)} ids of {many} lists, {len(set(read))} different ones: of k lists it reads at "
                "most `count` + k ids, and one more each time that it meets one again."
            )


@pytest.mark.rule(4)
@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_list_may_be_without_end(lab, count):
    for endless, kinds in (((0,), ["generator", "list"]), ((0, 1, 2), ["generator"]), ((1,), ["iterator"])):
        lists = [[90, 70], [80, 75, 74], [71]]
        _, read, told, _ = merged(lab, lists, count, kinds, "list", endless)
        assert len(set(read)) <= count + 3, (
            f"{told}with lists that have no end read {len(read)} ids of them: of k lists it reads at most `count` + k "
            "ids, and one more each time that it meets one again."
        )
