"""Lab 16, part 3: at most so many answers are kept."""

import pytest

from .edges import ask, created, judged, plan, purge


@pytest.mark.rule(6)
@pytest.mark.parametrize("most", [1, 2, 3, 5])
@pytest.mark.parametrize("how", ["url", None, ""])
def test_the_least_recently_used_is_forgotten(lab, most, how):
    codes = "abcdef"
    script = [
        ask(1.0 + 0.25 * n, code) for n, code in enumerate([*codes[:most], "a", codes[most], "a", *codes[: most + 1]])
    ]
    judged(lab, 6, script, {"most": most, "absent_ttl": 60.0}, [plan((0.125, how), code=code) for code in codes])


@pytest.mark.rule(6)
def test_an_absent_answer_takes_a_place(lab):
    plans = [plan((0.125, None), code=code) for code in "bcd"]
    script = [ask(1.0 + 0.25 * n, code) for n, code in enumerate("abcdabcd")]
    judged(lab, 6, script, {"most": 3, "absent_ttl": 60.0}, plans)


@pytest.mark.rule(6)
def test_what_is_asked_anew_takes_no_second_place(lab):
    script = [ask(1.0 + 0.5 * n, code) for n, code in enumerate("aaaaababab" * 3)]
    judged(lab, 6, script, {"most": 2, "ttl": 1.0})


@pytest.mark.rule(6)
def test_what_is_forgotten_has_no_grace(lab):
    plans = [plan((0.125, "url"), (0.125, "Unavailable"))]
    judged(lab, 6, [ask(1.0), ask(1.25, "b"), ask(1.5, "c"), ask(1.75), ask(2.0)], {"most": 2}, plans)


@pytest.mark.rule(5, 6)
def test_an_answer_in_its_grace_is_used(lab):
    """Of two old answers the one that was given in the time of grace stays."""
    plans = [plan((0.125, "url"), (0.125, "Lost"), code=code) for code in "ab"]
    script = [ask(1.0, "a"), ask(1.25, "b"), ask(3.0, "a"), ask(3.25, "c"), ask(3.5, "a"), ask(3.75, "b")]
    judged(lab, 6, script, {"most": 2, "ttl": 1.0}, plans)


@pytest.mark.rule(6)
def test_the_default_keeps_a_thousand(lab):
    codes = [f"code {n}" for n in range(1001)]
    script = [ask(1.0 + n / 64, code) for n, code in enumerate([*codes, codes[1], codes[0], codes[1000]])]
    judged(lab, 6, script, {"ttl": 600.0}, [plan((0.0, "url"), code=code) for code in codes])


@pytest.mark.rule(3, 6)
def test_what_was_purged_leaves_its_place(lab):
    script = [
        ask(1.0, "a"),
        ask(1.25, "b"),
        purge(1.5, "b"),
        purge(1.5, "z"),
        ask(2.0, "c"),
        ask(2.25, "a"),
        ask(2.5, "b"),
        ask(2.75, "c"),
    ]
    judged(lab, 6, script, {"most": 2})


@pytest.mark.rule(4, 6)
def test_created_leaves_a_place(lab):
    script = [
        ask(1.0, "a"),
        ask(1.25, "b"),
        created(1.5, "b"),
        created(1.5, "z"),
        ask(2.0, "c"),
        ask(2.25, "a"),
        ask(2.5, "b"),
    ]
    judged(lab, 6, script, {"most": 2}, [plan((0.125, None), code="b")])


@pytest.mark.rule(4, 6)
def test_created_is_no_use(lab):
    """Nor does it bring back what is forgotten: of two URLs the older one goes, though it was created since."""
    script = [ask(1.0, "a"), ask(1.25, "b"), created(1.5, "a"), ask(2.0, "c"), ask(2.25, "b"), ask(2.5, "a")]
    judged(lab, 6, script, {"most": 2})
