"""The declaration and what can be done with it."""

import pytest

from systemdesign.show import Chart, SettingError, Slider, experiment
from systemdesign.show.call import as_python


def test_settings_left_out_stand_at_their_defaults(area):
    assert area(side=3).numbers["area"].value == 9
    assert area().numbers["area"].value == 4


def test_the_seed_reaches_the_function(area):
    assert area.evaluate(seed=4).numbers["area"].value == 4.5


def test_an_unknown_parameter_is_answered_with_the_nearest(area):
    with pytest.raises(SettingError, match="Did you mean 'side'"):
        area(sidee=3)


def test_a_function_that_returns_no_chart_is_told_what_is_missing():
    @experiment(n=Slider(1, 2, default=1))
    def nothing(n):
        """What is there?"""

    with pytest.raises(TypeError, match=r"return Chart"):
        nothing()


def test_a_parameter_without_a_control_is_refused_when_declared():
    with pytest.raises(TypeError, match="no control of that name"):

        @experiment(sise=Slider(1, 2, default=1))
        def sized(size):
            return Chart("T")


def test_words_of_a_command_line_become_settings(area):
    assert area.parse(["side=3", "shape=circle", "doubled=yes"]) == {"side": 3, "shape": "circle", "doubled": True}


def test_the_call_names_only_what_differs_and_gives_the_same_chart(area):
    settings = {"side": 4, "shape": "square", "doubled": True}
    call = as_python(area, settings)
    assert call == "area(side=4, doubled=True)"
    assert eval(call, {"area": area}).to_json() == area(**settings).to_json()
