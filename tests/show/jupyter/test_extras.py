"""A film, a challenge and options seen together, beside the picture in Jupyter."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.show import Challenge, Film, desks
from systemdesign.show.jupyter.redraw import REST, Rested

from .boards import board

filmed = []


def film(servers):
    filmed.append(servers)
    film = Film([["client"], desks(["s0"])], end=20.0, clock=True)
    film.stay("7", "", "s0", 0.0, servers, "Refused")
    film.note(10.0, "s0", "down")
    return film


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
