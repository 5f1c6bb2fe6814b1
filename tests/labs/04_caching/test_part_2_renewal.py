"""Lab 04, part 2: early loads that succeed, and early loads that fail."""

import pytest

from systemdesign import run
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .readers import reads
from .scene import FALSE, Failed, failing, same

SERVICE_ERRORS = [Unavailable, Refused, Lost, TimedOut]


def read(lab, times, seconds=0.5, **options):
    """Readers of an entry that was loaded from 0 to 1 s and ends at 11 s. All U are 0.5: after 10.31 s all load early.

    Loads after the first take `seconds`.
    """
    found = run(reads(lab, [0, *times], seconds=lambda loading: 1.0 if loading.number == 1 else seconds, **options))
    return found[1:]


@pytest.mark.rule(2)
def test_an_early_load_renews_the_entry(lab):
    (first, _), (then, more) = read(lab, [10.43, 11.71])
    assert first == "lamp 2", f"Whoever loads early returns the new value, not the old one; yours got {first!r}."
    assert then == "lamp 2" and not more, (
        f"An early load gave a new value at 10.93 s, and at 11.71 s a reader got {then!r} from {more} more loads: an "
        "early load too keeps the new value for `ttl` seconds from its end."
    )


@pytest.mark.rule(2)
def test_a_renewed_entry_lives_and_ends_like_a_new_one(lab):
    *_, (_, kept), (_, early), (_, over) = read(lab, [10.43, 20.51, 20.63, 20.97])
    assert not kept, (
        "An entry renewed from 10.43 to 10.93 s has 0.42 s to live at 20.51 s and δ=0.5 s; with U=0.5 the value "
        "that is kept is returned, and yours loaded. Its end and its δ are those of the new load."
    )
    assert early and over, (
        "An entry renewed at 10.93 s, for 10 s, was not loaded early at 20.63 s, with 0.3 s left, U=0.5 and δ=0.5 s: "
        "it ends `ttl` seconds after the end of the new load."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", SERVICE_ERRORS)
def test_an_early_load_that_fails_costs_the_reader_nothing(lab, error):
    [(found, _)] = read(lab, [10.37], fails=failing({2: error}))
    kind = "" if error is Unavailable else f" with {error.__name__}, a ServiceError too,"
    assert found != "lamp 3", f"An early load failed{kind} and yours tried again: the reader gets the old value."
    assert found == "lamp 1", (
        f"An early load failed{kind} while the old value was still good, and the reader got {found!r}: it gets "
        "the old value."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("value", FALSE)
def test_an_old_value_that_is_false_is_one(lab, value):
    [(found, _)] = read(lab, [10.37], pages={"lamp": value}, fails=failing({2: Unavailable}))
    assert same(found, value), (
        f"An early load failed while the old value, {value!r}, was still good, and the reader got {found!r}: it gets "
        "the old value, be it false or not."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("time", "when"), [(10.75, "at 11.25 s"), (10.5, "at 11 s, the moment of its end")])
def test_an_early_load_that_fails_after_the_end_is_an_error(lab, time, when):
    [(found, _)] = read(lab, [time], fails=failing({2: Unavailable}))
    assert found == Failed("Unavailable"), (
        f"The old value ended at 11 s, an early load failed {when}, and the reader got {found!r}: a load that failed "
        "too late gives its error, for what has ended is not to be returned."
    )


@pytest.mark.rule(3)
def test_what_has_ended_does_not_stand_in_for_an_error(lab):
    found, at_once = read(lab, [11.0, 12.31], fails=failing({2: Unavailable, 3: Unavailable}))
    assert found[0] == at_once[0] == Failed("Unavailable"), (
        f"The entry had ended, its load failed, and the reader got {found[0]!r}: a load that was not early gives "
        "its error."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", [ValueError, TimeoutError, KeyError])
def test_an_early_load_that_fails_otherwise_gives_its_error(lab, error):
    (found, _), (then, _) = read(lab, [10.33, 10.61], seconds=0.2, fails=failing({2: error, 3: Unavailable}))
    assert found == Failed(error.__name__), (
        f"An early load failed with {error.__name__}, which is no ServiceError, and the reader got {found!r}: an error "
        "of any other class is given to the reader."
    )
    assert then == "lamp 1", (
        f"An early load failed with {error.__name__}; the next one failed with a ServiceError, and its reader got "
        f"{then!r}: a load that failed changes nothing that is kept, and the old value was still good."
    )


@pytest.mark.rule(3)
def test_an_early_load_that_fails_leaves_the_entry_as_it_is(lab):
    errors = failing({2: Unavailable, 3: Unavailable, 4: Unavailable})
    _, (kept, again), (late, _), (over, begun) = read(lab, [10.33, 10.61, 10.93, 11.03], seconds=0.2, fails=errors)
    assert again == 1, (
        "An early load failed at 10.53 s, and at 10.61 s, with 0.39 s left, δ=1 s and U=0.5, the next reader began no "
        "load: the entry stays as it is, its δ as well as its end."
    )
    assert kept == "lamp 1", (
        f"An early load failed at 10.53 s, another at 10.81 s, and the reader got {kept!r}: the entry stays as it is, "
        "and its old value was good until 11 s."
    )
    assert late == Failed("Unavailable"), (
        f"Early loads failed at 10.53 s and 10.81 s, and then one at 11.13 s, when the entry had ended: its reader got "
        f"{late!r}. The entry stays as it is, and is not prolonged."
    )
    assert begun == 1 and over == "lamp 5", (
        f"Early loads of an entry failed that ended at 11 s, and at 11.03 s a reader got {over!r}: the entry stays as "
        "it is, and has ended."
    )


FAILURES = {
    "before the old end": ([10.41, 10.47], 0.53),
    "after the old end": ([10.73, 10.79], 0.53),
    "with a ValueError": ([10.41, 10.47], 0.53),
}


@pytest.mark.rule(3)
@pytest.mark.parametrize("how", FAILURES)
def test_an_early_load_that_fails_leaves_what_another_has_renewed(lab, how):
    """The first reader's load is under way when the second one's renews the entry, and fails after that."""
    times, seconds = FAILURES[how]
    error = ValueError if "ValueError" in how else Unavailable
    *_, (then, loads) = run(
        reads(
            lab,
            [0, *times, 12.3],
            seconds=lambda one: {1: 1.0, 2: seconds}.get(one.number, 0.11),
            fails=failing({2: error}),
        )
    )
    assert (then, loads) == ("lamp 3", 0), (
        f"A reader's early load failed {how}, when another reader had renewed the entry, and then the next got "
        f"{then!r} from {loads} loads: a load that failed changes nothing that is kept, and puts nothing back."
    )


@pytest.mark.rule(3)
def test_a_first_load_that_fails_takes_nothing_away(lab):
    seconds = [2.0, 0.5, 1.0]
    *_, (then, loads) = run(
        reads(lab, [0, 0.37, 3.7], seconds=lambda one: seconds[one.number - 1], fails=failing({1: Unavailable}))
    )
    assert (then, loads) == ("lamp 2", 0), (
        "Two readers loaded; the second kept its value at 0.87 s, the first one's load failed at 2 s, and at 3.7 s a "
        f"reader got {then!r} from {loads} loads: a load that failed changes nothing that is kept."
    )
