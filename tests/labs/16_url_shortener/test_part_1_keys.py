"""Lab 16, part 1: what a code depends on, and that the codes of two keys, or of two numbers, look unrelated."""

from collections import Counter
from random import Random

import pytest

from .codes import ALPHABET, KEYS, beside, distances, limit, pairs, related, some

UNRELATED = "Neighbours look unrelated: who knows the code of one knows nothing of the other's."
KEYED = "What comes out depends on the key: with another one, each code is another one."
TWINS = [("a secret", "another secret"), ("a", "b"), ("", "a"), ("key1", "key2"), ("key", "key "), ("ab", "ba"), ("a", "A"),
         ("a" * 64, "a" * 65), ("a" * 200 + "b", "a" * 200 + "c"), ("b" + "a" * 200, "c" + "a" * 200), ("0", "00"), ("é", "è")]  # fmt: skip


@pytest.mark.rule(4)
@pytest.mark.parametrize("length", [7, 2, 5])
def test_it_is_the_same_in_another_process(lab, length):
    found = beside(lab).in_processes("a secret", length, some(length, 40), [0, 1, 17])
    assert found[0] == found[1] == found[2], (
        f"The code of 0 was {found[0][0]!r} in one process and {found[1][0]!r} in another: Python's `hash` of a text "
        "is another one in each process, and what comes out depends on key and length alone."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("length", [7, 3])
def test_it_is_the_same_in_any_order_of_asking(lab, length):
    rng, keys = Random(3), [["a secret", length], ["b", length], ["a secret", length], ["a secret", length + 1]]
    numbers = some(length, 30)
    (due,) = beside(lab).codes([["a secret", length, numbers]])
    script = [(which, n) for which in range(4) for n in numbers] * 2
    rng.shuffle(script)
    found = beside(lab).in_turn([keys, [[which, "code", n] for which, n in script]])
    for (which, n), code in zip(script, found, strict=True):
        if keys[which] == ["a secret", length]:
            assert code == due[numbers.index(n)], (
                f"The code of {n} was {due[numbers.index(n)]!r}, and {code!r} when others had been asked for before: "
                "what comes out depends on key and length alone, and on no order of asking."
            )


@pytest.mark.rule(4)
def test_a_number_is_found_by_an_object_that_has_made_no_code(lab):
    numbers = some(7, 50)
    (codes,) = beside(lab).codes([["a secret", 7, numbers]])
    found = beside(lab).numbers("a secret", 7, codes)
    assert found == numbers, (
        f"Another object with the same key says that the code of {numbers[0]} has number {found[0]!r}: what comes out "
        "depends on key and length alone, not on what an object was asked for before."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("length", [7, 4, 5, 12])
@pytest.mark.parametrize("keys", TWINS, ids=range(len(TWINS)))
def test_with_another_key_each_code_is_another_one(lab, keys, length):
    numbers = list(range(200)) + some(length, 200)
    these, those = beside(lab).codes([[key, length, numbers] for key in keys])
    found = related(these, those, length)
    assert found is None, (
        f"length={length}: the codes of one number under the keys {keys[0][-20:]!r} and {keys[1][-20:]!r} {found}. {KEYED}"
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_short_code_depends_on_the_key_as_well(lab, length):
    numbers = list(range(62**length))[:3844]
    found = beside(lab).codes([[key, length, numbers] for key in KEYS])
    for place, codes in enumerate(found):
        for other, others in enumerate(found[:place]):
            same = sum(a == b for a, b in zip(codes, others, strict=True))
            assert same <= limit(len(numbers), 62**length), (
                f"length={length}: under two keys, {KEYS[other][:20]!r} and {KEYS[place][:20]!r}, {same} of "
                f"{len(numbers)} numbers have the same code. {KEYED}"
            )


@pytest.mark.rule(6)
@pytest.mark.parametrize("length", [7, 4, 5, 6, 11])
@pytest.mark.parametrize("key", KEYS[:2], ids=range(2))
def test_the_order_of_codes_tells_nothing_of_the_order_of_numbers(lab, key, length):
    for distance in (1, 2, 62, 62 ** (length - 1), 62 ** (length - 2) + 5):
        both = pairs(length, distance, 400)
        these, those = (beside(lab).codes([[key, length, [two[which] for two in both]]])[0] for which in (0, 1))
        greater = sum(b > a for a, b in zip(these, those, strict=True))
        assert abs(greater - len(both) / 2) < 4 * len(both) ** 0.5, (
            f"length={length}: of the codes of n and n + {distance}, that of the greater number was the greater one in "
            f"{greater} of {len(both)} cases: it should be half of them, or the order of codes tells that of numbers."
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize("length", [7, 4, 5, 6, 11])
@pytest.mark.parametrize("key", KEYS[:2], ids=range(2))
def test_neighbours_look_unrelated(lab, key, length):
    asked = [(distance, pairs(length, distance, 200 if key else 120)) for distance in distances(length)]
    for start in range(0, len(asked), 12):
        part = asked[start : start + 12]
        rows = [[key, length, [two[which] for two in both]] for _, both in part for which in (0, 1)]
        found = beside(lab).codes(rows)
        for place, (distance, both) in enumerate(part):
            tells = related(*found[2 * place : 2 * place + 2], length)
            assert tells is None, f"length={length}: the codes of n and n + {distance}, {len(both)} of both, {tells}. {UNRELATED}"


@pytest.mark.rule(6)
@pytest.mark.parametrize("length", [7, 4, 5])
@pytest.mark.parametrize("start", [0, 62**4 - 6200])
def test_each_letter_stands_at_each_place_as_often(lab, length, start):
    (codes,) = beside(lab).codes([["a secret", length, list(range(start, start + 6200))]])
    for place in range(length):
        letters = Counter(code[place] for code in codes)
        letter = max(ALPHABET, key=lambda letter: abs(letters[letter] - 100))
        assert 35 < letters[letter] < 186, (
            f"length={length}: of 6,200 successive numbers {letters[letter]} have {letter!r} at place {place + 1} of "
            "their codes: each letter stands at each place as often as any other, here some 100 times."
        )
