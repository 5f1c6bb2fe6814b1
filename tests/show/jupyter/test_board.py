"""The widget that a reader moves in Jupyter."""

import ipywidgets
import pytest

from systemdesign.show import Chart, Choice, Slider, experiment
from systemdesign.show.jupyter.board import Board


@pytest.fixture
def board(area):
    return Board(area, area())


def test_each_control_has_a_native_widget(board):
    kinds = [type(board.knobs[name]) for name in ("side", "shape", "doubled")]
    assert kinds == [ipywidgets.IntSlider, ipywidgets.Dropdown, ipywidgets.Checkbox]


def test_moving_a_slider_redraws_picture_numbers_and_reading(board):
    before = board.face.value
    board.knobs["side"].value = 5
    assert board.face.value != before
    assert "It covers 25 m²." in board.words.value
    assert 'data-value="25' in board.words.value
    assert board.call.value == "<code>area(side=5)</code>"


def test_an_error_stands_in_place_and_the_last_picture_stays():
    @experiment(n=Slider(1, 3, default=1), kind=Choice(["good", "bad"]))
    def fragile(n, kind):
        """Does it hold?"""
        if kind == "bad":
            raise RuntimeError("the beam broke")
        return Chart("Beam", reading="It holds.")

    board = Board(fragile, fragile())
    before = board.face.value
    board.knobs["kind"].value = "bad"
    assert "the beam broke" in board.words.value
    assert board.face.value == before
    board.knobs["kind"].value = "good"
    assert "It holds." in board.words.value


def test_of_many_positions_in_a_burst_only_the_newest_is_computed():
    import asyncio

    seen = []

    @experiment(n=Slider(1, 100, default=1))
    def counted(n):
        """How many?"""
        seen.append(n)
        return Chart("N", reading="So many.")

    async def drag():
        board = Board(counted, counted())
        seen.clear()
        for n in range(2, 60):
            board.knobs["n"].value = n
        while not seen:
            await asyncio.sleep(0.001)

    asyncio.run(drag())
    assert seen == [59]
