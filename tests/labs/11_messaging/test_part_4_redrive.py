"""Lab 11, part 4: the list, redriven."""

import pytest

from .letters import deaths, fails, play, takes
from .scene import call, life

ONE = {"most": 1}
DEAD = [takes("a1", "ann"), takes("b1", "bob"), takes("a2", "ann"), takes(0, 0), takes("b2", "bob"), takes("a3", "ann")]
PLANS = {"a1": fails(1), "b1": fails(3, "still no address"), 0: fails(1)}
LIST = ["a1", "b1", "a2", 0, "b2", "a3"]


@pytest.mark.rule(5)
def test_a_crash_in_a_redrive_takes_nothing_off_the_list_that_is_not_done(lab):
    script = [call(0, *DEAD), call(1, ["redrive"])]
    for seen in deaths(lab, script, [call(0, ["dead"], ["redrive"], ["dead"])], plans=PLANS, options=ONE):
        taken = [event.rest[2][0][0] for event in seen.seen.of("returned") if event.rest[1] == "__call__"]
        missing = set(taken) - set(seen.done()) - {id for id, _ in seen.lists()[-1]}
        assert not missing, (
            f"{seen.deaths}Neither done nor dead is {missing}: one that is done leaves the list, after `handle` has "
            "returned; one that fails keeps its place."
        )
        places = [LIST.index(id) for id, _ in seen.lists()[0]]
        assert places == sorted(places), (
            f"{seen.deaths}The list was {LIST}, and in the next process it is {seen.lists()[0]}: one that is done "
            "leaves it, and one that fails keeps its place."
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize("process", [0, 1])
def test_redrive_works_the_list_once_in_its_order(lab, process):
    after = [["redrive"], ["dead"]]
    lives = [life(call(0, *DEAD, *after))] if process == 0 else [life(call(0, *DEAD)), life(call(0, *after))]
    seen = play(lab, *lives, plans={id: fails(1) for id in ("a1", "b1", 0)}, options=ONE)
    assert seen.tried()[3:] == LIST and seen.lists() == [[]], (
        f"On the list were {LIST}, and `redrive` worked {seen.tried()[3:]}; dead are {seen.lists()[0]}. It works each "
        "message at most once, in the order of the list, and one that is done leaves the list."
    )


@pytest.mark.rule(5)
def test_one_that_fails_keeps_its_place_and_later_ones_of_its_order_wait(lab):
    seen = play(lab, life(call(0, *DEAD, ["redrive"], ["dead"], ["redrive"], ["dead"])), plans=PLANS, options=ONE)
    assert seen.told("redrive") == [None, None], (
        f"b1 failed again, and two calls of `redrive` ended with {seen.told('redrive')}: it raises nothing that "
        "`handle` raised."
    )
    assert seen.tried()[3:8] == ["a1", "b1", "a2", 0, "a3"], (
        f"On the list were {LIST}, of which b1 fails again, and `redrive` worked {seen.tried()[3:]} (twice called): "
        "later ones of its order stay as they are, unworked, and those of other orders are worked."
    )
    assert seen.lists() == [[("b1", "still no address"), ("b2", "behind")]] * 2, (
        f"b1 failed again, and `dead` returned {seen.lists()}: one that fails keeps its place on the list."
    )
    assert seen.tried()[8:] == ["b1"], f"The second `redrive` worked {seen.tried()[8:]}, and b1 failed again."


@pytest.mark.rule(5)
@pytest.mark.parametrize("kind", ["ValueError", "Lost", "Unavailable", "KeyError"])
@pytest.mark.parametrize("place", range(3))
def test_a_failure_of_a_redrive_has_its_new_reason_and_is_not_raised(lab, kind, place):
    ids = ["m1", "m2", "m3"]
    plans = {id: fails(1) for id in ids}
    plans[ids[place]] = [[0.01, ["ValueError", "no address"], {}], [0.01, [kind, "new"], {}]]
    script = [*(takes(id, id) for id in ids), *[["redrive"]] * 4, ["dead"], takes("m0", ids[place]), ["dead"]]
    seen = play(lab, life(call(0, *script)), plans=plans, options={"most": 1})
    reason = "'new'" if kind == "KeyError" else "new"
    assert seen.told("redrive") == [None] * 4, (
        f"A message failed in `redrive` with {kind}, and it ended with {seen.told('redrive')}: it raises nothing that "
        "`handle` raised."
    )
    assert seen.lists()[0] == [(ids[place], reason)], (
        f"Three messages were dead, and {ids[place]} failed again, with the text 'new': dead are {seen.lists()[0]}. "
        "One that fails keeps its place, with its new reason."
    )
    assert seen.lists()[1] == [(ids[place], reason), ("m0", "behind")], "Its order has a message on the list still."


@pytest.mark.rule(5)
@pytest.mark.parametrize("most", [2, 5])
def test_one_failure_of_a_redrive_is_enough(lab, most):
    script = [*[takes("m")] * most, ["redrive"], ["dead"]]
    seen = play(lab, life(call(0, *script)), plans={"m": fails(most + 1)}, options={"most": most})
    assert len(seen.tried()) == most + 1 and seen.lists() == [[("m", "no address")]], (
        f"A dead message failed once more in `redrive`, with most={most}; it was tried {len(seen.tried()) - most} "
        f"times, and dead are {seen.lists()[0]}. `redrive` works each at most once, and one that fails stays on the "
        "list."
    )


@pytest.mark.rule(5)
def test_a_redrive_that_is_cancelled_leaves_the_rest_on_the_list(lab):
    plans = {id: [[0.01, ["ValueError", "no"], {}], [1.0, None, {}]] for id in ("m1", "m2", "m3")}
    script = [call(0, *(takes(id, id) for id in plans)), call(1, ["redrive"]), [2.5, "leave", 1], call(9, ["dead"])]
    seen = play(lab, life(*script), plans=plans, options=ONE)
    assert seen.told("redrive") == ["CancelledError"] and seen.lists() == [[("m2", "no"), ("m3", "no")]], (
        f"`redrive` was cancelled while it worked the second of three messages: it ended with {seen.told('redrive')}, "
        f"and dead are {seen.lists()[0]}. A cancellation goes to the caller, and only what is done leaves the list."
    )


@pytest.mark.rule(5)
def test_a_crash_in_a_redrive_loses_no_message(lab):
    plans = {id: fails(1) for id in ("a1", "b1", 0)}
    for seen in deaths(
        lab, [call(0, *DEAD, ["redrive"])], [call(0, *DEAD, ["redrive"], ["dead"])], plans=plans, options=ONE
    ):
        assert set(seen.done()) >= {"a1", "b1", 0, "a2", "b2", "a3"} and seen.lists()[-1] == [], (
            f"{seen.deaths}All was delivered again and redriven; done are {seen.done()}, and dead {seen.lists()[-1]}: "
            "one leaves the list after `handle` has returned."
        )


@pytest.mark.rule(5)
def test_orders_with_false_numbers_and_such_as_print_alike_are_orders(lab):
    numbers = [0, "0", ""]
    calls = [takes(f"{n} of {number!r}", number) for n in (1, 2) for number in numbers]
    plans = {f"1 of {number!r}": fails(2 if number != "0" else 1) for number in numbers}
    seen = play(lab, life(call(0, *calls, ["redrive"], ["dead"])), plans=plans, options={"most": 1})
    assert seen.tried()[3:] == ["1 of 0", "1 of '0'", "1 of ''", "2 of '0'"], (
        f"The orders {numbers} had two messages each on the list, of which the first of 0 and of '' fail again, and "
        f"`redrive` worked {seen.tried()[3:]}: later ones of their orders stay, and those of other orders are worked."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("loss", ["answer", "question"])
@pytest.mark.parametrize("failed", [False, True])
def test_a_lost_commit_of_a_redrive_goes_to_the_caller(lab, loss, failed):
    script = [call(0, takes("m")), [1, "trouble", "rows", loss], call(1, ["redrive"]), call(5, ["redrive"], ["dead"])]
    seen = play(lab, life(*script), plans={"m": fails(2 if failed else 1)}, options=ONE)
    assert seen.told("redrive") == ["Lost", None] and seen.lists() == [[]], (
        f"A commit of `redrive`'s was lost ({loss}), and two calls of it ended with {seen.told('redrive')}; dead are "
        f"{seen.lists()[0]}. What a commit raises goes to the caller."
    )


@pytest.mark.rule(5)
def test_nothing_to_redrive(lab):
    seen = play(lab, life(call(0, ["redrive"], ["dead"], takes("m"), ["redrive"], ["dead"])), plans={})
    assert seen.lists() == [[], []] and seen.tried() == ["m"], (
        f"Nothing was dead, and `redrive` worked {seen.tried()}; dead are {seen.lists()}."
    )


@pytest.mark.rule(4)
def test_behind_one_that_is_behind(lab):
    """The first leaves the list, the second fails, and a third comes."""
    calls = [takes("m1"), takes("m2"), ["redrive"], ["dead"], takes("m3"), ["dead"], ["redrive"], takes("m4"), ["dead"]]
    seen = play(lab, life(call(0, *calls)), plans={"m1": fails(1), "m2": fails(1)}, options={"most": 1})
    assert seen.lists() == [[("m2", "no address")], [("m2", "no address"), ("m3", "behind")], []], (
        f"Of three messages of an order m1 was dead and redriven, m2 was behind it and failed then, and m3 came: the "
        f"list was {seen.lists()[:2]}, and after another redrive {seen.lists()[2]}. While an order has a message on "
        "the list, its later ones go behind."
    )
    assert seen.tried()[-1] == "m4", "Nothing of the order was on the list any more, and m4 of it was not worked."


@pytest.mark.rule(4)
@pytest.mark.parametrize("process", [0, 1])
def test_what_is_behind_is_on_the_list_too(lab, process):
    """The first leaves the list, and the redrive is cancelled while it works the one behind it."""
    plans = {"m1": fails(1), "m2": [[1.0, None, {}]]}
    first = [call(0, takes("m1"), takes("m2")), call(1, ["redrive"]), [1.5, "leave", 1]]
    after = [takes("m3"), ["dead"], ["redrive"], ["dead"]]
    lives = [life(*first, call(5, *after))] if process == 0 else [life(*first), life(call(0, *after))]
    seen = play(lab, *lives, plans=plans, options={"most": 1})
    assert seen.lists() == [[("m2", "behind"), ("m3", "behind")], []], (
        f"m1 was redriven and left the list, m2 of its order was still on it, and m3 came: dead are {seen.lists()[0]}, "
        f"and after another redrive {seen.lists()[1]}. While an order has a message on the list, its later ones go "
        "behind."
    )
