"""Sliders, choices and switches."""

from random import Random

import pytest

from systemdesign.show import Choice, SettingError, Slider, Switch


def test_a_slider_of_whole_numbers_stands_at_each_of_them():
    assert Slider(2, 6, default=4).positions() == [2, 3, 4, 5, 6]


def test_decimal_steps_add_up_without_dust():
    assert Slider(0.1, 0.5, default=0.3, step=0.1).positions() == [0.1, 0.2, 0.3, 0.4, 0.5]


def test_a_log_slider_has_its_positions_evenly_in_each_decade():
    positions = Slider(1, 100, default=10, scale="log", step=2).positions()
    assert positions == [1, 3, 10, 32, 100]


def test_a_sweep_keeps_the_ends_and_the_default_and_stays_short():
    sweep = Slider(0, 1000, default=777).sweep()
    assert {0, 777, 1000} <= set(sweep)
    assert len(sweep) <= 43


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Slider(5, 1, default=3),
        lambda: Slider(1, 5, default=9),
        lambda: Slider(0.0, 1.0, default=0.33, step=0.25),
        lambda: Slider(0, 10, default=1, scale="log"),
        lambda: Slider(0, 10, default=1, scale="cubic"),
        lambda: Choice(["only"]),
        lambda: Choice(["a", "b"], default="c"),
    ],
)
def test_a_control_that_makes_no_sense_is_refused_when_declared(wrong):
    with pytest.raises(SettingError):
        wrong()


@pytest.mark.parametrize("value", [0, 7, 2.5, True, "4", float("nan")])
def test_a_slider_refuses_what_it_does_not_offer(value):
    with pytest.raises(SettingError, match=r"count must be"):
        Slider(1, 5, default=2).named("count").check(value)


def test_a_choice_suggests_the_nearest_option():
    with pytest.raises(SettingError, match="Did you mean 'random'"):
        Choice(["random", "round robin"]).named("policy").check("randon")


@pytest.mark.parametrize(("text", "state"), [("on", True), ("No", False), ("1", True), ("false", False)])
def test_a_switch_reads_the_words_for_on_and_off(text, state):
    assert Switch().named("pooled").parse(text) is state


def test_random_settings_are_positions_and_repeat_with_the_seed():
    slider = Slider(0.0, 1.0, default=0.5, step=0.05)
    drawn = [slider.random(Random(4)) for _ in range(3)]
    assert len(set(drawn)) == 1
    assert drawn[0] in slider.positions()


def test_a_position_may_have_words_and_the_others_have_their_number():
    budget = Slider(0.0, 5.0, default=5.0, step=0.1, unit="per request", words={5.0: "no limit"})
    assert [budget.told(value) for value in (0.1, 5.0)] == ["0.1 per request", "no limit"]
    assert budget.to_json()["words"] == [[5.0, "no limit"]]


def test_words_for_a_position_that_is_not_there_are_refused():
    with pytest.raises(SettingError, match="has words for 6"):
        Slider(0.0, 5.0, default=5.0, step=0.1, words={6: "no limit"})
