"""The page judges a challenge as Python does, and says so in the figure."""

import json
import subprocess
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import expect

from systemdesign.show import Axis, Chart, Choice, Line, Number, Slider, Switch, experiment
from systemdesign.show.challenge import Challenge
from tests.web.guessing import CHALLENGE, asking, opened
from tools.node import NODE

EXTREMES = [{}, {"least": "servers"}, {"most": "speed"}]


def made(extreme):
    """An experiment with a challenge about half of whose answers are right."""
    challenge = Challenge("Be quick.", goals=["speed >= 6", "servers < 9"], over=["servers", "policy"],
                          best={"servers": 6}, **extreme)

    @experiment(servers=Slider(1, 10, default=2), policy=Choice(["a", "b"]), cache=Switch(), challenge=challenge)
    def toy(servers, policy, cache):
        """How quick?"""
        speed = {"speed": Number(servers + (policy == "b") + cache, "s", label="Speed")}
        return Chart("Speed", Axis("x"), Axis("y"), [Line("a", [0, 1], [0, 1])], numbers=speed, reading="So.")

    return toy


def in_page(cases):
    """[met, cost] of each (experiment, chart, settings)."""
    told = "\n".join(json.dumps([one.to_json(), chart.to_json(), settings]) for one, chart, settings in cases)
    done = subprocess.run([NODE, Path(__file__).with_name("challenge.mjs")], input=told, text=True,
                          capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("extreme", EXTREMES)
def test_the_page_judges_random_settings_as_python_does(extreme):
    toy, rng = made(extreme), Random(0)
    every = [toy.random_settings(rng) for _ in range(200)]
    cases = [(toy, toy(**settings), settings) for settings in every]
    python = [[toy.challenge.met(*case), toy.challenge.cost(*case[1:])] for case in cases]
    assert in_page(cases) == python
    assert len({met for met, _ in python}) == 2


@pytest.mark.browser
@pytest.mark.slow
def test_a_challenge_is_met_in_the_figure(visit, tail):
    _, box = opened(visit, asking(tail, challenge=CHALLENGE), "#tail?servers=9")
    status = box.locator(".challenge-status")
    expect(status).to_have_text("Met, with Servers 9.")
    box.locator('[name="servers"]').press("ArrowRight")
    expect(status).to_have_text("")
    box.locator('[name="servers"]').press("ArrowRight")
    expect(status).to_have_text("Servers 11 is not yet at most 9.")
    box.get_by_text("The best known answer").click()
    box.get_by_role("link", name="Servers 2").click()
    expect(status).to_have_text("Met, and nothing better is known.")
