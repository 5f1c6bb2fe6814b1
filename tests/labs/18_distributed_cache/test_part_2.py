"""Lab 18, part 2: the engine, against what a real Valkey replied."""

import pytest

from .replies import WHY, compared, named, recorded

ALL = "by rules 1 to 6 the reply is what the table says, as Valkey's was."


@pytest.mark.rule(1)
@pytest.mark.parametrize("name", named(1))
def test_replies(lab, name):
    compared(lab, recorded()[name], WHY[1])


@pytest.mark.rule(2)
@pytest.mark.parametrize("name", named(2))
def test_integers(lab, name):
    compared(lab, recorded()[name], WHY[2])


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", named(3))
def test_places_and_scores(lab, name):
    compared(lab, recorded()[name], WHY[3])


@pytest.mark.rule(5)
@pytest.mark.parametrize("name", named(5))
def test_what_is_emptied(lab, name):
    compared(lab, recorded()[name], WHY[5])


@pytest.mark.rule(4)
@pytest.mark.parametrize("name", named(4))
def test_lives(lab, name):
    compared(lab, recorded()[name], WHY[4])


@pytest.mark.rule(6)
@pytest.mark.parametrize("name", named(6))
def test_errors(lab, name):
    compared(lab, recorded()[name], WHY[6])


@pytest.mark.rule(7)
@pytest.mark.parametrize("name", named(7))
def test_any_bytes(lab, name):
    compared(lab, recorded()[name], WHY[7])


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
def test_whatever_comes(lab):
    for session in named("all").values():
        compared(lab, session, ALL)
