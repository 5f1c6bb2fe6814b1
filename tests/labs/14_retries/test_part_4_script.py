"""Lab 14, part 4: the client, whatever its service does."""

import asyncio
from random import Random

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .journal import Clerk, difference
from .ledger import Ledger
from .scene import kind, order, settled, until
from .shop import SLOW, Shop
from .spending import granted

KEYS = {"paid": "17", "zero": 0, "free": None}
ENDS = {
    "lose": Lost,
    "refuse": Refused,
    "fall": Unavailable,
    "slip": ValueError,
    "expire": TimeoutError,
    "tire": TimedOut,
}
SETTINGS = [
    # attempts, timeout, within, ratio, least, window, base and cap
    (4, 0.9, 5.0, 1.0, 9, 1e3, 1e-9),
    (5, 0.7, 2.9, 0.5, 1, 1e3, 0.6),
    (3, 1.3, 4.1, 0.25, 1, 2.3, 1e-9),
    (6, 0.5, 2.2, 1.5, 0, 1e3, 0.9),
    (2, 2.0, 1.4, 0.0, 2, 1.1, 1e-9),
    (7, 0.6, 3.3, 2.0, 2, 1.7, 0.4),
    (5, 1.1, 1.7, 0.75, 0, 1e3, 1e-9),
    (4, 3.0, 1.9, 1.0, 3, 1e3, 1.3),
    (9, 0.4, 2.6, 0.5, 4, 3.1, 1e-9),
    (3, 0.8, 6.0, 0.0, 3, 0.9, 2.0),
]


def none(failures, left):
    """A pause that is nothing to speak of."""
    return 0.0 if left > 1e-6 else None


class Scene:
    """Three requests, at times of their own, to a shop with a script for each, and what should become of them.

    Where pauses are short one client serves all; else each has a client, and all share the budget.
    """

    def __init__(self, lab, story):
        attempts, timeout, self.within, *rules, self.base = SETTINGS[story.seed]
        rules = dict(zip(("ratio", "least", "window"), rules))
        self.lab, self.seed, self.options = lab, story.seed, {"attempts": attempts, "timeout": timeout}
        self.scripts = {name: self.script(story, name) for name in KEYS}
        self.shop = Shop(scripts={number: list(self.scripts[name]) for number, name in enumerate(KEYS)})
        self.budget, self.ledger = lab.Budget(**rules), Ledger(**rules)
        self.shared = lab.Client(self.shop, self.jitter(1), self.budget, **self.options)

    def script(self, story, name):
        seconds = Random(f"{self.seed} {name}")
        steps = [event.verb for event in story.events if event.target == name]
        return [(SLOW if verb == "dawdle" else seconds.uniform(0.05, 0.6), ENDS.get(verb)) for verb in steps]

    def jitter(self, number):
        return self.lab.FullJitter(Random(number), base=self.base, cap=self.base)

    async def play(self, number, name):
        """(what is wrong with what became of it, and when it was known)"""
        await until((0.0, 0.37, 1.9)[number])
        request, short = order(KEYS[name], name, number), self.base < 1e-6
        clerk = Clerk(none if short else self.jitter(number).pause, self.ledger, **self.options)
        made = self.shared if short else self.lab.Client(self.shop, self.jitter(number), self.budget, **self.options)
        writing = asyncio.ensure_future(clerk.write(request, self.within, list(self.scripts[name])))
        found, end = kind(await settled(made(request, within=self.within))), now()
        wrong = difference(await writing, self.shop.times_of(number), found, end)
        return wrong and f"Of the request {name!r}, with {self.told(name)}, {wrong}."

    def told(self, name):
        given = ", ".join(f"{option}={value:g}" for option, value in self.options.items())
        return f"{'no key' if KEYS[name] is None else f'the key {KEYS[name]!r}'}, within={self.within:g}, {given}"


@pytest.mark.rule(1, 2, 3, 4, 5, 6, 7)
@schedules("4.script", targets=list(KEYS), verbs=[*ENDS, "dawdle"], until=9, most=12, examples=60)
def test_the_client_keeps_the_rules_whatever_the_service_does(lab, story):
    async def main():
        scene = Scene(lab, story)
        wrong = await asyncio.gather(*(scene.play(number, name) for number, name in enumerate(KEYS)))
        for time, request in scene.shop.calls:
            story.lines.append(f"{time:8.3f} s  {request.client} is tried")
        assert not any(wrong), next(filter(None, wrong))
        await asyncio.sleep(0.01)
        found, right = granted(scene.budget, 12), granted(scene.ledger, 12)
        assert found == right, (
            f"After three requests the budget has {found} retries left, and should have {right}: it is told of each "
            "request once (rule 1), and asked once about each retry that is made (rule 6)."
        )

    run(main, seed=story.seed, shuffle=story.order)
