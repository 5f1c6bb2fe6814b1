"""A guess beside the picture in Jupyter."""

import pytest

from systemdesign.show import Axis, Guess, Slider

from .boards import board

NUMBER = Guess("How long?", number="wait", scale=Slider(0, 20, 1), at={"way": "slow"})
WHICH = Guess("Which?", number="wait", which="way")
LINE = Guess("Draw it.", line="wait", xs=[0, 10, 20])


def hidden(shown):
    return [widget.layout.display for widget in (shown.face, shown.words)] == ["none", "none"]


def test_picture_and_numbers_are_hidden_until_the_guess_is_compared():
    shown = board(NUMBER)
    question = shown.questions[0]
    assert hidden(shown) and question.compare.disabled
    question.inputs[0].value = 3
    assert hidden(shown) and not question.compare.disabled
    question.compare.click()
    assert not hidden(shown)
    assert "You said 3 s; it is 12 s: 4 times as much as you said." in question.words.value


def test_the_last_value_of_a_slider_counts_even_if_it_comes_behind_the_click():
    shown = board(NUMBER)
    question = shown.questions[0]
    question.inputs[0].value = 2
    question.compare.click()
    question.inputs[0].value = 3
    assert "You said 3 s; it is 12 s: 4 times as much as you said." in question.words.value


def test_the_picture_shows_the_settings_that_were_asked_about():
    shown = board(NUMBER)
    shown.questions[0].inputs[0].value = 3
    shown.questions[0].compare.click()
    assert shown.settings == {"servers": 2, "way": "slow"}
    assert "12 s." in shown.words.value


@pytest.mark.parametrize("skip", [lambda shown: shown.questions[0].skip.click(),
                                  lambda shown: setattr(shown.knobs["servers"], "value", 3)])
def test_a_guess_is_skipped_by_its_button_or_by_moving_a_control(skip):
    shown = board(NUMBER)
    skip(shown)
    assert not hidden(shown)
    assert shown.questions[0].box.layout.display == "none"


def test_with_two_guesses_the_picture_waits_for_both():
    shown = board(NUMBER, WHICH)
    shown.questions[0].skip.click()
    assert hidden(shown)
    shown.questions[1].inputs[0].value = "fast"
    shown.questions[1].compare.click()
    assert not hidden(shown)
    assert "You said fast, and so it is: 6 s." in shown.questions[1].words.value


def test_a_guessed_line_is_drawn_into_the_picture_once_each_place_is_set():
    shown = board(LINE)
    question = shown.questions[0]
    for widget, value in zip(question.inputs, [1, 3, 12]):
        assert question.compare.disabled
        widget.value = value
    question.compare.click()
    assert "most at 20 s: you said 12 s; it is 6 s." in question.words.value
    assert "your guess" in shown.face.value


def test_on_a_logarithmic_axis_a_line_is_guessed_in_equal_steps_of_its_drawing():
    [first, *_] = board(LINE, y=Axis("Wait", "s", scale="log", min=0.1, max=1000)).questions[0].inputs
    assert (first.base ** first.min, first.base ** first.max) == (pytest.approx(0.1), pytest.approx(1000))
