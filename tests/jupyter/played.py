"""A cell whose experiment has a film, a guess, a challenge, and a choice whose options are seen together."""

CELL = """import asyncio

from systemdesign import run
from systemdesign.show import Axis, Challenge, Chart, Choice, Film, Guess, Line, Number, Slider, desks, experiment
from systemdesign.sim import Server, at, exponential, faults, open_loop, poisson, with_timeout


def filmed(servers, seed):
    film = Film([["client"], desks([f"s{k}" for k in range(servers)])], end=20.0, clock=True, about="Servers.")

    async def main():
        farm = [Server(f"s{k}", service=exponential(1.0), queue_limit=4) for k in range(servers)]
        seen = [film.watch(with_timeout(film.watch(one, one.name, keeps=True), 3.0), "client") for one in farm]
        work = asyncio.create_task(faults(at(5, farm[0].crash), at(9, farm[0].restart)))
        film.note(5.0, "s0", "down")
        film.note(9.0, "s0", "")
        await asyncio.gather(*(open_loop(one, poisson(1.5), until=20.0) for one in seen))
        await work

    run(main(), seed=seed)
    return film


@experiment(
    film=filmed, servers=Slider(1, 9, default=2), way=Choice(["fast", "slow"], together=True),
    guess=Guess("How long do they wait?", number="wait", scale=Slider(0, 20, 1, step=1, unit="s")),
    challenge=Challenge("Wait less than 3 s with few servers.", ["wait < 3"], ["servers"], {"servers": 5}, "servers"),
)
def waiting(servers, way, seed=0):
    '''How long is the wait?'''
    wait = 12 / servers * (2 if way == "slow" else 1)
    return Chart("Waiting", x=Axis("Time", "s", min=0, max=20), y=Axis("Wait", "s", min=0, max=24),
                 series=[Line("wait", [0, 20], [wait / 2, wait])], numbers={"wait": Number(wait, "s", "Wait")},
                 reading=f"They wait {wait:g} s.")

waiting
"""
