"""Lab 16, part 1: it depends on key and length alone."""

from random import Random

import pytest

from .codes import beside, some


@pytest.mark.rule(4)
@pytest.mark.parametrize("length", [7, 2, 5])
def test_it_is_the_same_in_another_process(lab, length):
    found = beside(lab).in_processes("a secret", length, some(length, 40), [0, 1, 17])
    assert found[0] == found[1] == found[2], (
        f"The code of 0 was {found[0][0]!r} in one process and {found[1][0]!r} in another: Python's `hash` of a text "
        "is another one in each process, and what comes out depends on key and length alone. So is "
        "what a cell draws when it runs."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("length", [7, 3])
def test_it_is_the_same_in_any_order_of_asking(lab, length):
    rng, keys = Random(3), [["a secret", length], ["a secret", length], ["a secret", length + 1], ["b", length]]
    numbers = some(length, 30)
    (due,) = beside(lab).codes([["a secret", length, numbers]])
    script = [[which, "code", n] for which in range(4) for n in numbers] * 2
    script += [[which, *refused] for which in range(3) for refused in (["code", -1], ["number", ""], ["number", "/"])]
    script += [[which, "number", code] for which in range(3) for code in due]
    rng.shuffle(script)
    found = beside(lab).in_turn([keys, script])
    for (which, what, n), code in zip(script, found, strict=True):
        if keys[which] == ["a secret", length] and what == "code" and n >= 0:
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
