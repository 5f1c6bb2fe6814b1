"""What every film, guess and challenge of the book keeps, told as assertions for whoever has an experiment."""

import json
import zlib

LARGEST = 40_000
"""Bytes: a film as compressed JSON, which the page loads with its chapter."""


def keeps_its_film(experiment):
    """Small enough to be loaded, told by its stills where nothing moves, and the same under the same seed."""
    data = experiment.film().to_json()
    size = len(zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 9))
    assert size <= LARGEST, f"{size} bytes: shorten the film, or let it end after fewer dots (`most`)."
    assert data["legs"] or data["states"], "Nobody is on film, and nothing changes."
    assert len(data["stills"]) >= 2, "Two moments or more stand for the film where nothing moves."
    for time, caption in data["stills"]:
        assert 0 <= time <= data["length"], f"The still {caption!r} is outside the film."
        assert caption.strip(), f"The still at {time} s needs a caption."
    assert experiment.film().to_json() == data, "The same seed gave another film."


def answers_its_guesses(experiment):
    """Each guess has an answer, and one that its scale or its options can say."""
    for guess in experiment.guesses:
        found = guess.answer(experiment)
        if guess.kind == "number":
            assert guess.scale.min <= found["value"] <= guess.scale.max, f"{guess.question}: off its scale."
        elif guess.kind == "which":
            values = {number["value"] for number in found["numbers"]}
            assert len(values) > 1, f"{guess.question}: a tie of all options."
        else:
            assert len(found["y"]) == len(guess.xs)


def meets_its_challenge(experiment):
    """The best answer that is known meets the goals; the defaults, where the reader begins, do not, or less well."""
    challenge, best, first = experiment.challenge, experiment.check(experiment.challenge.best), experiment.defaults
    assert challenge.met(experiment, experiment(**best), best), best
    if challenge.met(experiment, begun := experiment(), first):
        assert challenge.cost(begun, first) > challenge.cost(experiment(**best), best), "It is solved as it begins."


def has_no_better_answer(experiment):
    """Nothing that the controls offer is better than the best answer that is known."""
    challenge, best = experiment.challenge, experiment.check(experiment.challenge.best)
    known = challenge.cost(experiment(**best), best)
    better = [(cost, settings) for cost, settings in challenge.answers(experiment) if cost < known]
    assert not better, f"{challenge.task} {min(better, key=lambda found: found[0])} is better than {known}."
