"""Lab 13, part 4: one that is not closed is kept, and what is forgotten is gone."""

import pytest

from .keeping import LEAST, OWN, SPARED, call, calls, judged, kept, state
from .scene import SHARDS


@pytest.mark.rule(4)
@pytest.mark.parametrize("name", ["open", "half-open"])
def test_one_that_is_not_closed_is_never_forgotten(lab, name):
    script = [*calls("abc"), state(1.75, 0, name), *calls("defgab", start=2.0)]
    judged(
        lab, f"The breaker of a was {name}, and keys d to g came, then a and b, with `most` 3", script, SPARED, most=3
    )


@pytest.mark.rule(4)
def test_a_new_one_is_not_forgotten_for_its_own_sake(lab):
    script = [call(0.5, "a"), state(0.75, 0, "open"), *calls("bb", start=1.0)]
    judged(
        lab,
        "With `most` 1 one breaker is open, and another key came twice",
        script,
        f"When none is closed more than `most` are kept. A new one is kept, and not forgotten at once: {OWN}",
        most=1,
    )


@pytest.mark.rule(4)
def test_when_none_is_closed_more_are_kept(lab):
    script = calls("ab")
    script += [state(1.1, 0, "open"), state(1.2, 1, "half-open"), call(2.0, "c"), kept(2.5), state(2.75, 2, "open")]
    script += [call(3.0, "d"), state(3.25, 3, "open"), *calls("abcd", start=4.0), kept(9.0)]
    judged(
        lab,
        "With `most` 2, two breakers were not closed when a third was made, nor it when a fourth was",
        script,
        "When none is closed more than `most` are kept.",
        most=2,
    )


@pytest.mark.rule(4)
def test_one_that_has_closed_again_may_be_forgotten(lab):
    script = [
        *calls("ab"),
        state(1.1, 0, "open"),
        call(1.5, "c"),
        state(2.0, 0, "closed"),
        call(2.5, "d"),
        call(3.5, "a"),
    ]
    judged(
        lab,
        "The breaker of a was open for a while, with `most` 2",
        script,
        f"Closed, it may be forgotten again, as the least recently used. {LEAST}",
        most=2,
    )


@pytest.mark.rule(4)
def test_when_enough_are_closed_again_so_many_are_forgotten(lab):
    script = calls("abcd")
    script += [state(0.1 + 0.5 * n, n, "open") for n in range(4)] + [kept(2.5)]
    script += [state(3.0, n, "closed") for n in (0, 2, 3)] + [call(3.5, "e"), kept(4.0), *calls("bdac", start=5.0)]
    judged(
        lab,
        "With `most` 2 four breakers were open; three of them closed, and a fifth key came",
        script,
        "As soon as enough of them are closed, a new key takes away as many as there are too many.",
        most=2,
    )


@pytest.mark.rule(3, 4)
def test_nothing_is_forgotten_but_for_a_new_key(lab):
    script = [*calls("ab"), state(1.1, 0, "open"), state(1.1, 1, "open"), call(1.5, "c"), state(2.0, 0, "closed")]
    script += [*calls("bcab", start=2.5), kept(5.0), call(5.5, "d"), *calls("bd", start=6.0)]
    judged(
        lab,
        "Two breakers were open, so that with `most` 2 a third was kept; then one closed",
        script,
        f"Otherwise nothing is forgotten: not as a state changes, nor by a call for a key that is kept. {LEAST}",
        most=2,
    )


@pytest.mark.rule(5)
def test_what_is_forgotten_is_made_anew(lab):
    script = [*calls("abab"), state(2.1, 3, "open"), *calls("aba", start=2.5), kept(5.0)]
    judged(lab, "Keys a and b in turn, with `most` 1", script, "What is forgotten is a new key when it comes.", most=1)


@pytest.mark.rule(5)
def test_what_is_forgotten_is_kept_nowhere(lab):
    script = [*calls([n * 7 % 300 for n in range(600)], apart=0.01), kept(9.0)]
    (left,) = lab.beside(SHARDS).shards(script, {"most": 5})["kept"]
    assert left == list(range(595, 600)), (
        f"Of 300 keys each was asked for twice, with `most` 5, and {len(left)} breakers are still there, those made "
        f"as number {', '.join(map(str, left[:5]))} … among them: what is forgotten is not kept anywhere."
    )
