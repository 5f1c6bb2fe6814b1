"""Lab 16, part 1: each number has its code, and each code its number."""

from random import Random

import pytest

from .codes import ALPHABET, KEYS, beside, form, many, some

LENGTHS = [None, 1, 2, 3, 4, 5, 6, 8, 9, 13, 20]


@pytest.mark.rule(1)
@pytest.mark.parametrize("key", KEYS, ids=range(len(KEYS)))
def test_a_code_is_a_text_of_that_length(lab, key):
    found = beside(lab).codes([[key, length, some(length, 30)] for length in LENGTHS])
    for length, codes in zip(LENGTHS, found, strict=True):
        for n, code in zip(some(length, 30), codes, strict=True):
            assert form(code, length), (
                f"Codes({key[:20]!r}, length={length or 7}): `code({n})` came to {code!r}. For each whole number from "
                "0 to 62^length - 1 it is a text of `length` letters of ALPHABET."
            )


@pytest.mark.rule(1)
@pytest.mark.parametrize("length", LENGTHS)
def test_other_numbers_have_no_code(lab, length):
    top = many(length)
    numbers = [-1, top, top + 1, -top, top * 2, top * 62, 10**40, -(10**40), 2 ** (top.bit_length()) - 1]
    for n, found in zip(numbers, beside(lab).codes([["a secret", length, numbers]])[0], strict=True):
        assert found == ["raised", "ValueError"], (
            f"length={length or 7}: `code({n})` came to {found!r}. Numbers go from 0 to 62^length - 1, and for any "
            "other whole number it raises ValueError."
        )


@pytest.mark.rule(2)
@pytest.mark.parametrize("length", [1, 2])
@pytest.mark.parametrize("key", KEYS[:3], ids=range(3))
def test_all_numbers_have_codes_and_all_codes_numbers(lab, key, length):
    (found,) = beside(lab).both_ways([[key, length, list(range(62**length))]])
    first = {}
    for n, (code, _) in enumerate(found):
        same = first.setdefault(str(code), n)
        assert same == n, (
            f"length={length}: {same} and {n} have one code, {code!r}. Each number has its code, and each code its "
            "number: where two share one, the second link overwrites the first."
        )
    wrong = [(n, code, back) for n, (code, back) in enumerate(found) if back != n]
    assert not wrong, (
        f"length={length}: the code of {wrong[0][0]} is {wrong[0][1]!r}, and the number of that {wrong[0][2]!r}: "
        "`number(code(n))` is n."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("key", KEYS[:3], ids=range(3))
def test_a_number_comes_back(lab, key):
    found = beside(lab).both_ways([[key, length, some(length, 100)] for length in LENGTHS])
    for length, rows in zip(LENGTHS, found, strict=True):
        for n, (code, back) in zip(some(length, 100), rows, strict=True):
            assert back == n, (
                f"length={length or 7}: `number(code({n}))` came to {back!r}, by way of {code!r}: it is n, for each "
                "number from 0 to 62^length - 1."
            )


@pytest.mark.rule(2)
@pytest.mark.parametrize("length", LENGTHS)
def test_a_code_comes_back(lab, length):
    rng, size = Random(5), length or 7
    texts = ["".join(rng.choice(ALPHABET) for _ in range(size)) for _ in range(100)]
    texts += [letter * size for letter in ALPHABET]
    for text, (n, back) in zip(texts, beside(lab).texts([["a secret", length, texts]])[0], strict=True):
        assert type(n) is int and 0 <= n < 62**size and back == text, (
            f"length={size}: `number({text!r})` came to {n!r}, and the code of that to {back!r}: each text of that "
            "form has its number, and each code its number."
        )


@pytest.mark.rule(2)
def test_thousands_of_them_come_back(lab):
    """All different, as a draw's would be, too."""
    for seed in range(2):
        numbers = some(7, 2_000, seed)
        found = beside(lab).both_ways([["a secret", 7, numbers]])[0]
        assert [back for _, back in found] == numbers and len({code for code, _ in found}) == len(numbers), (
            "Of 2,000 numbers some had one code, or did not come back: `number(code(n))` is n."
        )


def junk(length):
    """What is no code: of another length, with other letters, or no text."""
    good = "aB3dE6gH9jK2mN5pQ8rS"[:length]
    longer = ["", good + "a", good + good, good[:-1], good + "\n", " " + good, good[:-1] + "\n", good[:-1] + " "]
    letters = [good[:-1] + odd for odd in "-_+/é１Ω.=~\x00"] + [odd + good[1:] for odd in "-_ß²٣"] + ["٣" * length]
    things = [None, 0, 7, 3.5, True, [], list(good), tuple(good), {"a": 1}, [good], 62**length]
    return [thing for thing in [*longer, *letters, *things] if thing != good]


@pytest.mark.rule(3)
@pytest.mark.parametrize("length", [7, 1, 2, 5, 20])
def test_what_is_no_code_has_no_number(lab, length):
    things = junk(length)
    for thing, found in zip(things, beside(lab).numbers("a secret", length, things), strict=True):
        assert found == ["raised", "ValueError"], (
            f"length={length}: `number({thing!r})` came to {found!r}: of anything but a text of {length} letters of "
            "ALPHABET, be it text or not, `number` raises ValueError."
        )
    texts = ["a" * length, "0" * length]
    for text, found in zip(texts, beside(lab).numbers("a secret", length, texts, True), strict=True):
        assert found == ["raised", "ValueError"], (
            f"length={length}: `number({text.encode()!r})` came to {found!r}: bytes are no text, and of anything else, "
            "be it text or not, `number` raises ValueError."
        )
