"""Lab 16, part 4: what is written, when, and how often the store is asked."""

from random import Random

import pytest

from .batches import ANEW, WRITTEN, click, close, play, play_all

EVERY = [5.0, 0.7, 60.0]


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize(
    "codes", [["a"], ["a", "b", ""], ["a", "A", "a ", "aa", "0"], ["clicks", "total", "holiday", "é"]]
)
def test_the_store_has_the_number_of_clicks(lab, codes):
    script = [click(1.3 + 0.1 * place, code, times=place + 1) for place, code in enumerate(codes)]
    play(lab, script).whole(WRITTEN)


@pytest.mark.rule(1)
def test_two_processes_write_one_number(lab):
    script = [click(1.3 + 0.04 * n, "ab"[n % 2], "xy"[n // 2 % 2], 1 + n % 3) for n in range(90)]
    play(lab, script).whole(WRITTEN)


@pytest.mark.rule(1)
def test_what_was_written_before_is_kept(lab):
    """Processes that come one after the other."""
    script = [click(10.3 * n + 1, "a", f"process {n}", 3) for n in range(8)]
    play(lab, script).whole(WRITTEN)


@pytest.mark.rule(5)
@pytest.mark.parametrize("code", ["a", "b"])
def test_clicks_that_come_while_a_batch_is_under_way_are_counted(lab, code):
    several = []
    for step in range(24):
        script = [
            click(1.3, times=3),
            click(1.4, "b", times=5),
            click(6.2985 + 0.0008 * step, code),
            click(6.32, code, times=2),
        ]
        several.append(
            (script, f"A click came at {6.2985 + 0.0008 * step:.4f} s, about when a batch was under way. ", {})
        )
    for seen in play_all(lab, several):
        seen.whole()


@pytest.mark.rule(5)
@pytest.mark.parametrize("verb", ["get", "put_if"])
@pytest.mark.parametrize("how", ["late", "slow"])
def test_clicks_during_a_long_batch_are_counted(lab, verb, how):
    script = [click(1.3 + 0.5 * n, "ab"[n % 2]) for n in range(120)]
    play(lab, script, trouble={verb: [None, [how, 13.0], None, None, None, [how, 7.7]]}).whole()


@pytest.mark.rule(2)
@pytest.mark.parametrize("every", EVERY)
def test_a_click_is_written_in_time(lab, every):
    rng = Random(4)
    script = [click(rng.uniform(0.1, 5 * every), rng.choice("ab")) for _ in range(40)]
    play(lab, script, every=every, until=every * 2).prompt(0.02 * every + 0.1).whole()
    play(lab, [click(1.3), click(1.3 + 7.7 * every), click(1.3 + 8.2 * every)], every=every, until=every * 2).prompt(
        0.05
    ).whole()


@pytest.mark.rule(2)
def test_by_default_it_is_five_seconds(lab):
    seen = play(lab, [click(1.3 + 0.2 * n) for n in range(150)], options={}).prompt().apart().whole()
    assert len(seen.of("put_if")) <= 8, (
        f"By default clicks of 30 s took {len(seen.of('put_if'))} writes: batches are 5 s apart."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("every", EVERY)
def test_a_batch_is_a_get_and_a_put_if_for_each_code(lab, every):
    script = [click(1.3 + every * n / 9, "abc"[n % 3]) for n in range(45)]
    seen = play(lab, script, every=every, until=every * 2).whole()
    for code in "abc":
        asked = [len(seen.of(verb, code)) for verb in ("get", "put_if")]
        assert asked[0] == asked[1] <= 6, (
            f"every {every}: clicks of five times that, and for {code!r} the store had {asked[0]} `get` and {asked[1]} "
            "`put_if`: the clicks of one code go together, with one of each."
        )
    seen.apart()


@pytest.mark.rule(2)
def test_where_there_is_nothing_to_write_the_store_is_not_asked(lab):
    seen = play(lab, [close(0.5, "y"), click(31.3), click(31.4, "b"), click(91.3, "b"), close(200.0)])
    early, late = (
        [row for row in seen.log if row.time < 31],
        [row for row in seen.log if 37 < row.time < 91 or row.time > 97],
    )
    assert not early and not late, (
        f"The store was asked at {[round(row.time, 2) for row in [*early, *late]][:6]} s, when there was nothing to "
        "write: then it is not asked."
    )
    again = [row.key for row in seen.log if row.time > 90]
    assert set(again) == {"b"}, (
        f"One code was clicked, and the store asked for {again}: only what has clicks is written."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("conflicts", [1, 2, 5, 13])
def test_after_a_conflict_it_tries_anew(lab, conflicts):
    seen = play(
        lab, [click(1.3, "a", times=3), click(1.4, "b"), close(7.0)], trouble={"put_if": ["conflict"] * conflicts}
    ).whole(ANEW)
    late = [row.time for row in seen.log if row.time > 6.9]
    assert not late, (
        f"`put_if` said no {conflicts} times, and the store was still asked at {late[:5]} s: read again, and try anew "
        "until it is done, in the same batch."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("count", [2, 6])
@pytest.mark.parametrize("delays", [(0.002, 0.002), (0.0005, 0.0025), (0.0, 0.0)])
def test_many_write_in_one_moment(lab, count, delays):
    script = [click(1.3 + n / 4, "ab"[n % 2], f"process {who}") for n in range(20) for who in range(count)]
    play(lab, script, delays=delays).whole(ANEW)
