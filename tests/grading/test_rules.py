"""Each rule of a lab's text is tied by its number to the checks that judge it and to the mutants that break it."""

import ast

import pytest

from tests.grading.matrix import RULE
from tests.grading.rulebook import breakers, checks, judges, marked, speaks, texts

TEXTS = texts()
PARTS = sorted({key[:2] for key in TEXTS})


@pytest.mark.parametrize(("stem", "part"), PARTS)
def test_the_rules_of_a_part_are_numbered_from_one(stem, part):
    numbers = [rule for *where, rule in TEXTS if where == [stem, part]]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("key", TEXTS, ids=str)
def test_each_rule_has_a_check_and_a_mutant(key, record_property):
    record_property(RULE, [*key, len(judges()[key]), len(breakers()[key]), TEXTS[key]])
    assert judges()[key], f"no check of {key} is marked @pytest.mark.rule({key[2]}): {TEXTS[key]}"
    assert breakers()[key], f"no mutant of {key} says that it breaks rule {key[2]}: {TEXTS[key]}"


@pytest.mark.parametrize(("stem", "part"), PARTS)
def test_each_check_is_for_rules_that_stand_in_the_text(stem, part):
    for name, rules in checks(stem, part):
        assert rules, f"{name} of {stem} does not say which rule it is for: @pytest.mark.rule(1)"
        assert set(rules) <= {key[2] for key in TEXTS if key[:2] == (stem, part)}, f"{name}: {rules}"


def test_each_mutant_breaks_a_rule_that_stands_in_the_text():
    assert set(breakers()) <= set(TEXTS)


def test_a_check_without_a_mark_is_seen():
    bare, ruled = ast.parse("def test_a(): pass\n\n@pytest.mark.rule(1, 3)\n@x\ndef test_b(): pass").body
    assert (marked(bare), marked(ruled)) == ([], [1, 3])


def test_a_hint_speaks_of_a_rule_when_it_shares_its_words():
    rule = "A server that failed `failures` times in a row is ejected."
    assert speaks("Three failures in a row must take b out.", [rule])
    assert not speaks("The budget is spent, and the clock runs.", [rule])
