"""Lab 18, part 2: the engine, against what a real Valkey replied."""

import pytest

from .replies import WHY, beside, compared, named, recorded, told

ALL = "by rules 1 to 6 the reply is what the table says, as Valkey's was."
LATER = ["1 capitals", "1 missing keys", "1 NX and XX"]
BASIC = [name for name in named(1) if name not in LATER]


@pytest.mark.rule(7)
def test_engines_share_nothing(lab):
    asked = [[0, 5, b"SET k a"], [1, 5, b"GET k"], [1, 6, b"RPUSH k x"], [0, 6, b"EXPIRE k 1"], [1, 2_000, b"EXISTS k"]]
    asked = [[which, now, words.split()] for which, now, words in asked]
    found = beside(lab).by_turns(asked)
    wanted = ["OK", None, 1, 1, 1]
    assert found == wanted, (
        f"Two engines were asked by turns, {'; '.join(told(words) for *_, words in asked)}, and replied {found!r}, not "
        f"{wanted!r}: two engines share nothing, neither keys nor times."
    )


@pytest.mark.rule(6)
def test_an_error_is_returned(lab):
    for asked in ([b"DANCE"], [b"GET"], [b"INCRBY", b"n", b"x"]):
        compared(lab, [(5, asked, b"-ERR\r\n")], WHY[6])


@pytest.mark.rule(1, 3)
@pytest.mark.parametrize("name", named(3))
def test_places_and_scores(lab, name):
    compared(lab, recorded()[name], WHY[3])


@pytest.mark.rule(1)
@pytest.mark.parametrize("name", BASIC)
def test_replies(lab, name):
    compared(lab, recorded()[name], WHY[1])


@pytest.mark.rule(4)
@pytest.mark.parametrize("name", named(4))
def test_lives(lab, name):
    compared(lab, recorded()[name], WHY[4])


@pytest.mark.rule(5)
@pytest.mark.parametrize("name", named(5))
def test_what_is_emptied(lab, name):
    compared(lab, recorded()[name], WHY[5])


@pytest.mark.rule(7)
@pytest.mark.parametrize("name", named(7))
def test_any_bytes(lab, name):
    compared(lab, recorded()[name], WHY[7])


@pytest.mark.rule(1)
@pytest.mark.parametrize("name", LATER)
def test_replies_to_more(lab, name):
    compared(lab, recorded()[name], WHY[1])


@pytest.mark.rule(2)
@pytest.mark.parametrize("name", named(2))
def test_integers(lab, name):
    compared(lab, recorded()[name], WHY[2])


@pytest.mark.rule(6)
@pytest.mark.parametrize("name", named(6))
def test_errors(lab, name):
    compared(lab, recorded()[name], WHY[6])


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
def test_whatever_comes(lab):
    for session in named("all").values():
        compared(lab, session, ALL)
