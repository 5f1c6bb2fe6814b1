"""Designs, seeds and days that the tests of the capstone share."""

from functools import cache

import pytest

from systemdesign.capstone.board import EVERYTHING, KNOBS, NAIVE, REFERENCE, TEXTBOOK
from systemdesign.capstone.shop import Shop, opened
from systemdesign.kernel import run, stream

NAMED = {"naive": NAIVE, "reference": REFERENCE, "textbook": TEXTBOOK, "everything": EVERYTHING}


@cache
def drawn(number):
    """A design by lot."""
    pick = stream("designs", number).choice
    return {name: pick(settings) for name, settings in KNOBS.items()}


def differences(one, other):
    """The requests of two Days that came out differently."""
    assert (one.seed, len(one.requests)) == (other.seed, len(other.requests))
    return [pair for pair in zip(one.requests, other.requests) if not alike(*pair)]


def alike(one, other):
    """Whether two Outcomes are the same, the latency but for rounding."""
    same = (one.time, one.product, one.stale, one.lost) == (other.time, other.product, other.stale, other.lost)
    return same and one.latency == pytest.approx(other.latency, abs=1e-6)


def after(design, seed=0, without=(), change=lambda shop: None):
    """(the shop, its visits' answers) when a day is over; `change` is made to the shop when it opens."""

    async def main():
        shop = Shop(design)
        change(shop)
        answers, _ = await opened(shop, seed, without)
        return shop, answers

    return run(main(), seed)
