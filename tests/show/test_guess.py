"""Questions whose answers the experiment computes."""

import json

import pytest

from systemdesign.show import Chart, ChartError, Choice, Guess, Line, Number, SettingError, Slider, Step, experiment


def declared(*guesses):
    @experiment(guess=guesses, load=Slider(1, 9, default=2), way=Choice(["fast", "slow"]))
    def waiting(load, way, seed=0):
        """How long?"""
        wait = load * (10 if way == "slow" else 1)
        series = [Line("wait", [0, 10], [0, wait]), Step("steps", [0, 5], [0, wait]),
                  Line("law", [0, 10], [0, 1], theory=True)]
        return Chart("Waiting", series=series, numbers={"wait": Number(wait, "s", theory=load)}, reading="So long.")

    return waiting


def answer(guess):
    return guess.answer(declared(guess))


def test_a_number_is_read_at_the_guesses_settings():
    guess = Guess("How long?", number="wait", scale=Slider(0, 100, 50), at={"load": 3})
    found = answer(guess)
    assert (found["value"], found["unit"], found["theory"]) == (3, "s", 3)


@pytest.mark.parametrize(("best", "option"), [("least", "fast"), ("most", "slow")])
def test_the_best_option_has_the_least_or_the_most_and_each_has_its_number(best, option):
    found = answer(Guess("Which?", number="wait", which="way", best=best))
    assert found["option"] == option
    assert [number["value"] for number in found["numbers"]] == [2, 20]


@pytest.mark.parametrize(
    ("line", "heights"), [("wait", [0.0, 0.5, 1.0, 2.0]), ("steps", [0, 0, 2, 2])])
def test_a_line_is_read_between_its_points_and_a_step_keeps_its_last_value(line, heights):
    assert answer(Guess("Draw it.", line=line, xs=[0, 2.5, 5, 10]))["y"] == pytest.approx(heights)


def test_a_line_is_read_at_its_ends_beyond_them():
    assert answer(Guess("Draw it.", line="wait", xs=[-1, 11]))["y"] == [0, 2]


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        (Guess("How long?", number="weight", scale=Slider(0, 1, 0)), "no number 'weight'; it has wait"),
        (Guess("Draw it.", line="weight", xs=[1]), "No line, step or points of 'Waiting' is called 'weight'"),
        (Guess("Draw it.", line="law", xs=[1]), "is called 'law'"),
    ],
)
def test_an_answer_that_is_not_there_is_told(guess, words):
    with pytest.raises(ChartError, match=words):
        answer(guess)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "asks for one thing"),
        ({"number": "wait", "scale": Slider(0, 1, 0), "which": "way"}, "asks for one thing"),
        ({"scale": Slider(0, 1, 0)}, "needs a number to be read"),
        ({"which": "way"}, "needs a number to be read"),
        ({"line": "wait"}, "or a line with its xs"),
        ({"number": "wait", "which": "way", "best": "worst"}, "not 'worst'"),
    ],
)
def test_what_is_no_question_is_refused_in_words(told, words):
    with pytest.raises(SettingError, match=words):
        Guess("What?", **told)


@pytest.mark.parametrize(
    ("told", "words"), [({"at": {"laod": 3}}, "Did you mean 'load'"), ({"at": {"load": 30}}, "30 is outside")])
def test_a_setting_that_the_experiment_does_not_have_is_refused_when_declared(told, words):
    with pytest.raises(SettingError, match=words):
        declared(Guess("How long?", number="wait", scale=Slider(0, 100, 50), **told))


def test_two_lines_to_be_drawn_in_one_figure_are_refused():
    draw = Guess("Draw it.", line="wait", xs=[1])
    with pytest.raises(SettingError, match="waiting asks for 2"):
        declared(draw, draw)


def test_the_question_as_data_keeps_the_answer_to_itself():
    guess = Guess("Which?", number="wait", which="way")
    data = guess.to_json(declared(guess))
    assert json.loads(json.dumps(data)) == data
    assert (data["kind"], data["options"]) == ("which", ["fast", "slow"])
    assert "answer" not in data
