"""The settings at which tests look at the book's experiments; each chart is computed once, whoever asks first."""

from random import Random

import pytest

from systemdesign.chapters.loader import chapter, chapters

DRAWN, TURNS = 20, 5
BOOK = {stem: chapter(path) for stem, path in chapters().items()}
EXPERIMENTS = [(stem, name) for stem, home in BOOK.items() for name in home.experiments]
ANY = [
    pytest.param(stem, name, k, marks=pytest.mark.sampled(of=TURNS, turn=k)) for stem, name in EXPERIMENTS
    for k in range(DRAWN)
]
"""(stem, name, which) of every setting that is drawn at random: a fifth of them with every commit."""

computed = {}


def chart(stem, name, settings, seed=0):
    """The chart at these settings, the others at their defaults."""
    experiment = BOOK[stem].experiments[name]
    key = (stem, name, seed, *map(repr, experiment.check(settings).values()))
    if key not in computed:
        computed[key] = experiment.evaluate(seed, **settings)
    return computed[key]


def edges(stem, name):
    """The default, every slider's ends, and every position of a choice or a switch."""
    return BOOK[stem].experiments[name].edges()


def drawn(stem, name):
    """Settings drawn at random, always the same."""
    experiment = BOOK[stem].experiments[name]
    rng = Random(name)
    return [experiment.random_settings(rng) for _ in range(DRAWN)]
