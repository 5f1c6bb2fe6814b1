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


@pytest.mark.rule(5)
@pytest.mark.parametrize("keys", TWINS, ids=range(len(TWINS)))
@pytest.mark.parametrize("length", [7, 4])
def test_with_another_key_each_code_is_another_one(lab, keys, length):
    numbers = list(range(150)) + some(length, 150)
    these, those = beside(lab).codes([[key, length, numbers] for key in keys])
    found = related(these, those, length)
    assert found is None, (
        f"length={length}: the codes of one number under the keys {keys[0][-20:]!r} and {keys[1][-20:]!r} {found}. "
        f"{KEYED}"
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
