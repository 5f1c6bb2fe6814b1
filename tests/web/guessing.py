"""A chapter's page whose first figure asks for guesses and sets a challenge, whatever the chapter itself does."""

import re
from copy import copy

from systemdesign.show.challenge import Challenge
from systemdesign.show.guess import Guess
from systemdesign.show.jupyter.html import experiment_figure
from systemdesign.show.slider import Slider
from tests.web.conftest import CHAPTER
from tests.web.figures import NO_PYTHON
from tools.figures import FIGURE, completed

GUESSES = [
    Guess("How long does one request in a hundred take?", number="p99", scale=Slider(1, 20, default=5, unit="s")),
    Guess("Which policy is best?", which="policy", number="p99", at={"load": 0.9}),
]
LINE = [Guess("Draw the tail.", line="random", xs=[1, 5, 10])]
CHALLENGE = Challenge("Keep it short.", goals=["p99 < 1000", "servers <= 9"], over=["servers"],
                      best={"servers": 2}, least="servers")
PROSE = ('<article class="bd-article"><p id="prose">First <a id="ask" href="#tail?guess=0">write it down</a>, then '
         '<a id="set" href="#tail?load=0.5">set the load to 0.5</a>.</p></article>')


def asking(experiment, guesses=(), challenge=None):
    """The experiment, with these guesses and this challenge."""
    twin = copy(experiment)
    twin.guesses, twin.challenge = list(guesses), challenge
    return twin


def figure(html, experiment):
    """The page's html with this experiment's figure in the place of the built one, prose far above it."""
    built = next(found for found in FIGURE.finditer(html) if f'data-experiment="{experiment.name}"' in found[0])
    place = {kind: re.search(rf'data-{kind}="([^"]+)"', built[0])[1] for kind in ("frames", "bundle")}
    made = completed(experiment_figure(experiment, experiment(), "<svg></svg>"), "03_load_balancing",
                     lambda name: place["frames" if name.startswith("frames") else "bundle"])
    above = f'{PROSE}<div style="height: 150vh"></div>'
    return html[:built.start()] + above + made + html[built.end():]


def opened(visit, experiment, fragment="", **options):
    """A reader's page with that figure."""
    page = visit("book/index.html", block=NO_PYTHON, **options)

    def answer(route):
        found = route.fetch()
        route.fulfill(response=found, body=figure(found.text(), experiment))

    page.context.route(f"**/{CHAPTER}", answer)
    page.goto(page.url.replace("book/index.html", CHAPTER) + fragment)
    return page, page.locator(f'figure[data-experiment="{experiment.name}"]')
