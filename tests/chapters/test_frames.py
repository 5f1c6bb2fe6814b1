"""What the page can answer before Python is there."""

import json

import pytest

from systemdesign.chapters.frames import files, frame, frames, rounded
from systemdesign.show import Chart, Number, Slider, experiment


def test_each_control_is_swept_around_the_defaults_of_the_others(notebook, area):
    sweeps = frames(notebook, "area")["sweeps"]
    assert [value for value, _ in sweeps["side"]] == [1, 2, 3, 4, 5]
    assert [chart["numbers"]["area"]["value"] for _, chart in sweeps["side"]] == [1, 4, 9, 16, 25]
    assert [value for value, _ in sweeps["doubled"]] == [False, True]


def test_floats_are_cut_before_interpreters_differ_and_nothing_else_is():
    told = {"a": [1 / 3, 2, "x", True, None]}
    assert rounded(told) == {"a": [0.3333333333, 2, "x", True, None]}


def test_the_files_stand_in_the_order_of_their_experiments(notebook):
    (text,) = files([(notebook, "area")], processes=1)
    told = json.loads(text)
    assert told["chapter"] == "42_areas" and told["default"]["reading"] == "It covers 4 m²."


def test_no_experiment_means_no_file():
    assert list(files([])) == []


def test_a_frame_that_fails_names_the_call_that_failed():
    @experiment(n=Slider(1, 3, default=1))
    def fragile(n):
        """Does it hold?"""
        return Chart("Beam", numbers={"share": Number(1 / (2 - n))}, reading="It holds.")

    with pytest.raises(ZeroDivisionError) as caught:
        frame(fragile, {"n": 2})
    assert caught.value.__notes__ == ["while computing the frame fragile(n=2)"]
