"""A guess, a film, a challenge and options seen together, beside the picture in Jupyter."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.show import Axis, Challenge, Chart, Choice, Film, Guess, Line, Number, Slider, desks, experiment
from systemdesign.show.jupyter.board import Board
from systemdesign.show.jupyter.redraw import REST, Rested

NUMBER = Guess("How long?", number="wait", scale=Slider(0, 20, 1), at={"way": "slow"})
WHICH = Guess("Which?", number="wait", which="way")
LINE = Guess("Draw it.", line="wait", xs=[0, 10, 20])
filmed = []


def film(servers):
    filmed.append(servers)
    film = Film([["client"], desks(["s0"])], end=20.0, clock=True)
    film.stay("7", "", "s0", 0.0, servers, "Refused")
    film.note(10.0, "s0", "down")
    return film


def board(*guesses, film=None, challenge=None, together=False, y=Axis("Wait", "s", min=0, max=24)):
    @experiment(film=film, guess=guesses, challenge=challenge, servers=Slider(1, 9, default=2),
                way=Choice(["fast", "slow"], together=together))
    def waiting(servers, way, seed=0):
        """How long is the wait?"""
        wait = 12 / servers * (2 if way == "slow" else 1)
        return Chart("Waiting", x=Axis("Time", "s", min=0, max=20), y=y,
                     series=[Line("wait", [0, 20], [wait * (y.scale == "log"), wait])],
                     numbers={"wait": Number(wait, "s", "Wait")}, reading=f"{wait:g} s.")

    return Board(waiting, waiting())


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


def test_a_film_stands_at_its_moment_with_its_newest_event_and_a_cursor_on_the_chart():
    shown = board(film=film)
    player = shown.extras[0]
    at_first = shown.face.value
    player.place.value = 150
    assert "10.000 s  s0: down" in player.words.value
    assert ">down</text>" in player.face.value
    assert shown.face.value != at_first and shown.face.value.count("<line") == 1


def test_a_film_is_made_anew_once_when_a_hand_has_rested():
    async def drag():
        shown = board(film=film)
        filmed.clear()
        for servers in (3, 4, 5):
            shown.knobs["servers"].value = servers
        assert not filmed
        await asyncio.sleep(0.4)

    run(drag())
    assert filmed == [5]


def test_a_film_that_is_played_before_the_hand_has_rested_is_made_at_once():
    async def play():
        shown = board(film=film)
        filmed.clear()
        shown.knobs["servers"].value = 3
        shown.extras[0].play.playing = True
        assert filmed == [3]

    run(play())


def test_a_film_that_breaks_says_why_in_place_of_the_event():
    def broken(servers):
        raise RuntimeError("the reel tore")

    assert "the reel tore" in board(film=broken).extras[0].words.value


def challenged(**extreme):
    return board(challenge=Challenge("Be quick.", ["wait < 3"], ["servers"], {"servers": 5}, **extreme)).extras[0]


@pytest.mark.parametrize(
    ("extreme", "servers", "words"),
    [
        ({"least": "servers"}, 2, "Not met yet."),
        ({"least": "servers"}, 6, "Met, with Servers 6."),
        ({"least": "servers"}, 5, "Met, and nothing better is known."),
        ({"most": "wait"}, 6, "Met, with Wait 2 s."),
        ({}, 9, "Met."),
    ],
)
def test_a_challenge_says_whether_it_is_met_and_how_well(extreme, servers, words):
    task = challenged(**extreme)
    task.board.knobs["servers"].value = servers
    assert f">{words}<" in task.met.value


def test_a_challenge_is_not_met_where_what_must_stand_was_moved():
    task = challenged()
    task.board.knobs["servers"].value = 9
    task.board.knobs["way"].value = "slow"
    assert "Not met yet." in task.met.value


def test_the_other_options_are_drawn_behind_with_their_names():
    shown = board(together=True)
    assert ">slow<" in shown.face.value.replace("\n", "") and list(shown.extras[0].charts) == ["slow"]
    shown.knobs["way"].value = "slow"
    assert list(shown.extras[0].charts) == ["fast"]


def test_while_a_hand_moves_no_other_option_is_computed():
    async def drag():
        shown = board(together=True)
        await asyncio.sleep(0.4)
        shown.knobs["servers"].value = 3
        await asyncio.sleep(0.05)
        assert shown.extras[0].charts == {}
        await asyncio.sleep(0.5)
        assert shown.extras[0].charts["slow"].numbers["wait"].value == 8

    run(drag())


def test_rested_work_that_nobody_asked_for_is_not_done():
    done = []
    Rested(lambda: done.append(1)).now()
    assert not done


def test_a_hand_rests_when_it_has_not_moved_for_a_while():
    done = []

    async def move():
        rested = Rested(lambda: done.append(asyncio.get_running_loop().time()))
        for _ in range(3):
            rested.ask()
            await asyncio.sleep(0.2)
        await asyncio.sleep(1)

    run(move())
    assert done == pytest.approx([0.4 + REST])
