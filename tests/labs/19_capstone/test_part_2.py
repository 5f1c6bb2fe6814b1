"""Lab 19, part 2: a search. What it asks, and what it returns."""

from itertools import pairwise

import pytest

from .searching import LONE, SMALL, TWINS, WIDE, elsewhere, first, hidden, last, run, searches, shown, start, value

BUDGETS = [1, 2, 7, 40, 150, 200]
ENDLESS = 10**6


def boards(**options):
    """A search on boards of every kind."""
    small, wide = first(SMALL), first(WIDE)
    yield run(wide, WIDE, ["rugged", 3], **options)
    yield run(small, SMALL, ["rugged", 5], **options)
    yield run(wide, WIDE, ["downhill", 0], **options)
    yield run(small, SMALL, ["flat", 0], **options)
    yield run(small, SMALL, ["cold", 2], **options)
    yield run(wide, WIDE, ["abyss", 4], **options)
    yield run(last(TWINS), TWINS, ["rugged", 6], **options)
    yield run(first(LONE), LONE, ["rugged", 1], **options)
    yield hidden(7, **options)


def proper(run, told):
    """The designs that were asked for; fails where one is none, by rule 5."""
    for places in told["asked"]:
        assert type(places) is list, (
            f"`improve` asked for {places}, on a board whose knobs are {run[1]}: every design sets each knob to one of "
            "its settings, and nothing else (rule 5)."
        )
    return [tuple(places) for places in told["asked"]]


@pytest.mark.rule(4)
def test_the_same_arguments_get_the_same_search(lab):
    runs = [run(first(WIDE), WIDE, ["rugged", 3]), hidden(7), hidden(8, budget=33)]
    told = searches(lab, *runs, *runs)
    for before, after in zip(told[: len(told) // 2], told[len(told) // 2 :], strict=True):
        asked, again = before["asked"], after["asked"]
        assert asked == again, (
            f"Called twice with the same arguments, it asked for {len(asked)} designs and then for {len(again)}, and "
            "not for the same in the same order: it is deterministic, and keeps nothing from one call to the next."
        )
        assert before["found"] == after["found"], "Called twice with the same arguments, it returned two designs."


@pytest.mark.rule(4)
def test_another_process_gets_the_same_search(lab):
    told = searches(lab, *(elsewhere(3, salt) for salt in range(1, 6)), beside=True)
    for before, after in pairwise(told):
        assert (before["asked"], before["found"]) == (after["asked"], after["found"]), (
            "In another process, where texts have other hashes, it did not ask for the same designs in the same order: "
            "it is deterministic, whatever the order of a set and the value of `hash` or `id`."
        )


@pytest.mark.rule(1)
def test_it_ends_where_there_are_fewer_designs_than_the_budget(lab):
    runs = [run(first(SMALL), SMALL, ["rugged", 9], budget=ENDLESS), run(first(LONE), LONE, ["flat", 0], budget=50)]
    for one, told, count in zip(runs, searches(lab, *runs), (24, 1), strict=True):
        asked = proper(one, told)
        assert len(asked) <= count, (
            f"Of {count} designs that there are it called `judge` for {len(asked)}: never twice for equal designs, and "
            "it ends where there are fewer than `budget`."
        )


@pytest.mark.rule(5)
def test_every_design_asked_for_is_one_of_this_board(lab):
    runs = [*boards(), *boards(budget=11)]
    for one, told in zip(runs, searches(lab, *runs), strict=True):
        proper(one, told)


@pytest.mark.rule(1)
def test_no_design_is_judged_twice(lab):
    runs = [*boards(), *boards(budget=40)]
    for one, told in zip(runs, searches(lab, *runs), strict=True):
        asked = proper(one, told)
        twice = [places for number, places in enumerate(asked) if places in asked[:number]]
        assert not twice, (
            f"`judge` was called {len(asked)} times for {len(set(asked))} designs, for {shown(one, twice[0])} once "
            "more: never twice for equal designs. Remember what you know."
        )


@pytest.mark.rule(1)
@pytest.mark.parametrize("budget", BUDGETS)
def test_no_more_is_asked_than_the_budget_has(lab, budget):
    runs = [*boards(budget=budget)]
    for one, told in zip(runs, searches(lab, *runs), strict=True):
        asked = proper(one, told)
        assert len(asked) <= budget, (
            f"With a budget of {budget}, `judge` was called {len(asked)} times: at most `budget` times."
        )


@pytest.mark.rule(1)
def test_the_budget_is_150_where_none_is_given(lab):
    free, bound = [*boards()], [*boards(budget=150)]
    told = searches(lab, *free, *bound)
    for one, without, given in zip(free, told[: len(free)], told[len(free) :], strict=True):
        asked, due = proper(one, without), proper(one, given)
        assert asked == due, (
            f"Without a budget given, `judge` was called {len(asked)} times, and with one of 150 {len(due)} times: at "
            "most `budget` times, which is 150 where none is given."
        )


@pytest.mark.rule(2)
@pytest.mark.parametrize("budget", BUDGETS[1:])
def test_the_best_of_all_that_were_judged_is_returned(lab, budget):
    runs = [*boards(budget=budget)]
    for one, told in zip(runs, searches(lab, *runs), strict=True):
        asked, found = proper(one, told), told["found"]
        assert asked, (
            f"It returned {shown(one, found)} and had nothing judged: it returns the best of the designs it had judged."
        )
        assert tuple(found) in asked, (
            f"It returned {shown(one, found)}, and never had that judged: it returns the best of the designs that it "
            "had judged."
        )
        most, got = max(value(one, places) for places in asked), value(one, found)
        assert got == most, (
            f"It returned a design with a score of {got:.2f}, and of those judged the best had {most:.2f}: it returns "
            "the one with the greatest score, not the last one."
        )


@pytest.mark.rule(2)
def test_the_design_it_began_with_is_judged(lab):
    runs = [*boards(budget=2), *boards()]
    for one, told in zip(runs, searches(lab, *runs), strict=True):
        assert tuple(start(one)) in proper(one, told), (
            "`design` itself was never judged: it is one of those of which the best is returned, or the result may be "
            "worse than what it began with."
        )


@pytest.mark.rule(2)
def test_with_a_budget_of_one_it_is_the_design_itself(lab):
    runs = [*boards(budget=1)]
    for one, told in zip(runs, searches(lab, *runs), strict=True):
        assert told["found"] == start(one), (
            f"With a budget of 1 it returned {shown(one, told['found'])}, and began with {shown(one, start(one))}: the "
            "result is equal to `design` then."
        )


@pytest.mark.rule(3)
def test_what_it_was_given_stays_as_it_is(lab):
    runs = [*boards(), *boards(budget=5), *boards(budget=1)]
    for told in searches(lab, *runs, beside=True):
        assert told["own"], (
            "It returned the very dict that it was given, or one that it had returned before: the result is a new dict."
        )
        assert told["kept"], (
            "`design` or `knobs` is not what it was, after the search or after the result was changed: both stay as "
            "they are, whatever is done with the result."
        )
        assert told["left"], (
            "A design that has been handed to the judge was changed later: it stays as it is. Hand over a new dict "
            "each time, and write nothing into it."
        )
