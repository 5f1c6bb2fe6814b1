"""Lab 16, part 1: the codes of one number under two keys look unrelated."""

import pytest

from .codes import KEYS, beside, limit, related, some

KEYED = "What comes out depends on the key: with another one, each code is another one."
TWINS = [
    ("a secret", "another secret"),
    ("a", "b"),
    ("", "a"),
    ("key1", "key2"),
    ("key", "key "),
    ("ab", "ba"),
    ("a", "A"),
    ("a" * 64, "a" * 65),
    ("a" * 200 + "b", "a" * 200 + "c"),
    ("b" + "a" * 200, "c" + "a" * 200),
    ("0", "00"),
    ("é", "è"),
]
ALIKE = [
    ("a\0b", "a\0c"),
    ("é", "e\u0301"),
    ("ﬁ", "fi"),
    ("ﬀ", "ff"),
    ("к", ":"),
    ("Ω", "\u03a9\u200b"),
    ("a", "а"),
    ("a\n", "a"),
    ("\ufeffa", "a"),
    ("ß", "ss"),
    ("7", "٧"),
]


@pytest.mark.rule(5)
@pytest.mark.parametrize(("keys", "length"), list(zip(TWINS, [7, 4] * (len(TWINS) // 2))), ids=range(len(TWINS)))
def test_with_another_key_each_code_is_another_one(lab, keys, length):
    numbers = list(range(150)) + some(length, 150)
    these, those = beside(lab).codes([[key, length, numbers] for key in keys])
    found = related(these, those, length)
    assert found is None, (
        f"length={length}: the codes of one number under the keys {keys[0][-20:]!r} and {keys[1][-20:]!r} {found}. "
        f"{KEYED}"
    )


@pytest.mark.rule(5)
def test_keys_that_look_alike_are_different_keys(lab):
    numbers = some(7, 6)
    found = beside(lab).codes([[key, None, numbers] for keys in ALIKE for key in keys])
    for keys, these, those in zip(ALIKE, found[::2], found[1::2], strict=True):
        assert not any(a == b for a, b in zip(these, those, strict=True)), (
            f"The code of {numbers[0]} is {these[0]!r} under the key {keys[0]!r}, and {those[0]!r} under {keys[1]!r}. "
            f"They differ, though you may see no difference. {KEYED}"
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_short_code_depends_on_the_key_as_well(lab, length):
    numbers = list(range(62**length))[:600]
    found = beside(lab).codes([[key, length, numbers] for key in KEYS])
    for place, codes in enumerate(found):
        for other, others in enumerate(found[:place]):
            same = sum(a == b for a, b in zip(codes, others, strict=True))
            assert same <= limit(len(numbers), 62**length), (
                f"length={length}: under two keys, {KEYS[other][:20]!r} and {KEYS[place][:20]!r}, {same} of "
                f"{len(numbers)} numbers have the same code. {KEYED}"
            )
