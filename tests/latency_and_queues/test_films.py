"""The film of chapter 01 shows the gaps and the work of its seed, from empty counters."""

import re
from itertools import accumulate, islice, pairwise, takewhile

import pytest

from systemdesign.latency_and_queues.queue import waits
from systemdesign.sim import draws, poisson, steady, with_variability
from tests.charts import BOOK

CURVE = BOOK["01_latency_and_queues"].experiments["curve"]
TYPICAL = 36  # what the chapter adds to a seed


def stays(film, desk):
    """{when: how long} of all who were answered at a desk."""
    place = next(k for k, known in enumerate(film.places) if known.name == desk)
    return {round(leg.begin, 6): leg.end - leg.begin for leg in film.legs if leg.place == place}


@pytest.mark.parametrize("settings", [{}, {"load": 0.98, "variability": 0}, {"load": 0.5, "variability": 4}])
@pytest.mark.parametrize(("desk", "gaps"), [("counter 1", steady), ("counter 2", poisson)])
def test_everyone_stays_as_lindleys_line_says(settings, desk, gaps):
    load, cv2 = settings.get("load", 0.8), settings.get("variability", 1)
    came = [*takewhile(lambda time: time <= 60, accumulate(gaps(load) if gaps is steady else gaps(load, TYPICAL)))]
    works = [*islice(draws(with_variability(1.0, cv2), TYPICAL), len(came))]
    ways = [later - earlier for earlier, later in pairwise(came)] + [1.0]
    seen = stays(CURVE.film(**settings), desk)
    assert list(seen) == pytest.approx(came, abs=1e-5)
    assert [*seen.values()] == pytest.approx([w + work for w, work in zip(waits(works, ways), works)], abs=1e-5)


def test_on_the_beat_the_film_shows_nobody_waiting_when_the_work_is_equal():
    captions = [caption for _, caption in CURVE.film(load=0.98, variability=0).stills]
    assert all(caption.startswith("Waiting: 0 on the beat") for caption in captions)


def test_at_its_end_ten_of_the_public_wait_for_equal_work():
    assert CURVE.film(load=0.98, variability=0).stills[-1] == (59, "Waiting: 0 on the beat, 10 at random.")


@pytest.mark.parametrize("settings", [{}, {"load": 0.98}])
def test_in_the_film_more_of_the_public_wait_than_of_those_on_the_beat(settings):
    for _, caption in CURVE.film(**settings).stills:
        clock, public = map(int, re.findall(r"\d+", caption))
        assert public > clock
