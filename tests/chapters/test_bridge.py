"""The bridge that the page's worker calls."""

import json

from systemdesign.chapters import bridge
from systemdesign.chapters.loader import chapter


def test_settings_in_json_give_a_chart_in_json(notebook):
    bundle = json.dumps(chapter(notebook).bundle())
    assert json.loads(bridge.evaluate(bundle, "area", '{"side": 3}'))["numbers"]["area"]["value"] == 9


def test_an_error_comes_back_as_data_with_words_for_a_learner(notebook):
    bundle = json.dumps(chapter(notebook).bundle())
    answer = json.loads(bridge.evaluate(bundle, "area", '{"side": 99}'))
    assert "99 is outside" in answer["error"]["message"]
    assert "Traceback" in answer["error"]["detail"]


def test_a_bug_in_an_experiment_is_named_by_its_kind(notebook):
    cells = ["from systemdesign.show import experiment", "@experiment()\ndef area(seed=0):\n    return 1 / 0"]
    answer = json.loads(bridge.evaluate(json.dumps({"chapter": "x", "cells": cells}), "area"))
    assert "ZeroDivisionError" in answer["error"]["message"]


def test_the_experiments_of_a_bundle_are_listed_with_their_controls(notebook):
    (told,) = json.loads(bridge.experiments(json.dumps(chapter(notebook).bundle())))
    assert [control["kind"] for control in told["controls"]] == ["slider", "choice", "switch"]
