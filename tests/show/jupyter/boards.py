"""A board with whatever extras a test asks for."""

from systemdesign.show import Axis, Chart, Choice, Line, Number, Slider, experiment
from systemdesign.show.jupyter.board import Board


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
