"""The frames of an experiment: its chart at every position of every control around the default."""

import json
from concurrent.futures import ProcessPoolExecutor

from systemdesign.chapters.loader import chapter
from systemdesign.show.call import as_python

DIGITS = 10
"""Significant digits kept: no figure shows more, and each weighs. Interpreters differ only beyond them."""


def frames(source, name):
    """The frames file of one experiment as plain data (the source as `loader.chapter` takes it)."""
    home = chapter(source)
    experiment = home.experiments[name]
    sweeps = {key: [[value, frame(experiment, {key: value})] for value in control.sweep()]
              for key, control in experiment.controls.items()}
    return {"chapter": home.stem, "experiment": experiment.to_json(),
            "default": frame(experiment, {}), "sweeps": sweeps}


def frame(experiment, settings):
    """The rounded chart at some settings, the others at their defaults."""
    try:
        return rounded(experiment(**settings).to_json())
    except Exception as error:
        error.add_note(f"while computing the frame {as_python(experiment, settings)}")
        raise


def rounded(data):
    """Plain data with its floats cut to so many significant digits."""
    if isinstance(data, dict):
        return {key: rounded(value) for key, value in data.items()}
    if isinstance(data, list):
        return [rounded(value) for value in data]
    return float(f"{data:.{DIGITS}g}") if isinstance(data, float) else data


def files(jobs, processes=None):
    """The text of each frames file, in order, for pairs of a source and an experiment's name.

    Several processes compute from now on, while the caller does other things until it asks for a text. An experiment
    that fails anywhere on its sweeps fails there.
    """
    if not jobs:
        return iter(())
    pool = ProcessPoolExecutor(processes)
    texts = pool.map(_file, *zip(*jobs, strict=True))
    pool.shutdown(wait=False)
    return texts


def _file(source, name):
    return json.dumps(frames(source, name), ensure_ascii=False, separators=(",", ":"))
