"""An experiment's settings as the call that a reader would write."""

import json


def as_python(experiment, settings):
    """The call that gives this chart in a notebook: `tail(load=0.9, policy="random")`."""
    told = ", ".join(f"{name}={_written(v)}" for name, v in _changed(experiment, settings))
    return f"{experiment.name}({told})"


def _changed(experiment, settings):
    settings = experiment.check(settings)
    return [(name, v) for name, v in settings.items() if v != experiment.controls[name].default]


def _text(value):
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _written(value):
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else _text(value)
