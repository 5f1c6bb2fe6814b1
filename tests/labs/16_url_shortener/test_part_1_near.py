"""Lab 16, part 1: the codes of two numbers look unrelated."""

from collections import Counter

import pytest

from .codes import ALPHABET, beside, distances, pairs, related

UNRELATED = "Neighbours look unrelated: who knows the code of one knows nothing of the other's."


@pytest.mark.rule(6)
@pytest.mark.parametrize(("key", "length"), [("a secret", 7), ("", 4), ("a", 5)])
def test_the_order_of_codes_tells_nothing_of_the_order_of_numbers(lab, key, length):
    for distance in (1, 2, 62, 62 ** (length - 1), 62 ** (length - 2) + 5):
        both = pairs(length, distance, 300)
        these, those = (beside(lab).codes([[key, length, [two[which] for two in both]]])[0] for which in (0, 1))
        greater = sum(b > a for a, b in zip(these, those, strict=True))
        assert abs(greater - len(both) / 2) < 4 * len(both) ** 0.5, (
            f"length={length}: of the codes of n and n + {distance}, that of the greater number was the greater one in "
            f"{greater} of {len(both)} cases: it should be half of them, or the order of codes tells that of numbers."
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize(("key", "length"), [("a secret", 7), ("", 4), ("a", 5), ("0", 6), ("b", 13)])
def test_neighbours_look_unrelated(lab, key, length):
    asked = [
        (distance, pairs(length, distance, 160 if length == 7 else 60 if length > 7 else 100))
        for distance in distances(length)
    ]
    for start in range(0, len(asked), 12):
        part = asked[start : start + 12]
        rows = [[key, length, [two[which] for two in both]] for _, both in part for which in (0, 1)]
        found = beside(lab).codes(rows)
        for place, (distance, both) in enumerate(part):
            tells = related(*found[2 * place : 2 * place + 2], length)
            assert tells is None, (
                f"length={length}: the codes of n and n + {distance}, {len(both)} of both, {tells}. {UNRELATED}"
            )


@pytest.mark.rule(6)
@pytest.mark.parametrize(("length", "start"), [(7, 0), (4, 62**4 - 6200)])
def test_each_letter_stands_at_each_place_as_often(lab, length, start):
    (codes,) = beside(lab).codes([["a secret", length, list(range(start, start + 6200))]])
    for place in range(length):
        letters = Counter(code[place] for code in codes)
        letter = max(ALPHABET, key=lambda letter: abs(letters[letter] - 100))
        assert 35 < letters[letter] < 186, (
            f"length={length}: of 6,200 successive numbers {letters[letter]} have {letter!r} at place {place + 1} of "
            "their codes: each letter stands at each place as often as any other, here some 100 times."
        )
