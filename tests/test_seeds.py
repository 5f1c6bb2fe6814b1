"""Every experiment under twenty seeds, at its default and at both ends of each control: sound, and as it promises."""

from functools import cache

import pytest

from systemdesign.chapters.promised import promised
from systemdesign.show.promise import SEEDS, averaged
from tests.charts import BOOK, EXPERIMENTS, chart, edges
from tests.test_walker import sound

ONE_SEED = [
    pytest.param(stem, name, seed, marks=pytest.mark.sampled(of=SEEDS, turn=seed))
    for stem, name in EXPERIMENTS
    for seed in range(SEEDS)
]


@cache
def promises(stem):
    return promised(BOOK[stem])


def broken(stem, name, average, read):
    """What is not kept of the promises that each seed keeps, or of those that hold on average."""
    experiment = BOOK[stem].experiments[name]
    judged = [promise for promise in promises(stem)[name] if promise.average == average]
    return [fault for promise in judged for fault in promise.broken(experiment, read)]


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_an_experiment_promises_something(stem, name):
    assert list(promises(stem)[name])


@pytest.mark.parametrize(("stem", "name", "seed"), ONE_SEED)
def test_an_experiment_is_sound_under_every_seed(stem, name, seed):
    for settings in edges(stem, name):
        assert sound(chart(stem, name, settings, seed)), (settings, seed)


@pytest.mark.parametrize(("stem", "name", "seed"), ONE_SEED)
def test_an_experiment_keeps_its_promises_under_every_seed(stem, name, seed):
    def read(number, settings):
        return chart(stem, name, settings, seed).numbers[number]

    assert not broken(stem, name, average=False, read=read)


@pytest.mark.sampled(of=4)
@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_an_experiment_keeps_on_average_what_it_promises_on_average(stem, name):
    def read(number, settings):
        return averaged([chart(stem, name, settings, seed).numbers[number] for seed in range(SEEDS)])

    assert not broken(stem, name, average=True, read=read)
