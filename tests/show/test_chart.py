"""Charts as plain data."""

import json

import pytest

from systemdesign.show import Axis, Band, Bars, Chart, ChartError, Heat, Line, Note, Number, Rule


def test_a_chart_survives_json_unchanged():
    chart = Chart("T", series=[Line("a", [0, 1], [2.5, 3]), Rule("r", "x", 0.5), Note(0, 1, "here")])
    assert json.loads(json.dumps(chart.to_json())) == chart.to_json()


def test_a_rule_of_an_idle_control_cannot_be_dragged():
    rules = [Rule("r", "x", 0.5, control="r"), Rule("q", "x", 0.5, control="q")]
    told = Chart("T", series=rules, idle={"r": "nothing waits"}).to_json()
    assert [mark["control"] for mark in told["series"]] == ["", "q"]


def test_names_on_an_axis_make_it_a_band_in_order_of_use():
    chart = Chart("T", series=[Bars("a", ["x", "y"], [1, 2]), Bars("b", ["z", "x"], [1, 2])])
    assert chart.to_json()["x"]["scale"] == "band"
    assert chart.to_json()["x"]["categories"] == ["x", "y", "z"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_a_value_that_cannot_be_drawn_is_named_by_place(value):
    with pytest.raises(ChartError, match=r"y\[1\] of 'a'"):
        Line("a", [0, 1], [0, value])
    with pytest.raises(ChartError, match="'p99'"):
        Number(value, label="p99")


def test_columns_of_different_length_are_refused_with_their_lengths():
    with pytest.raises(ChartError, match="2 in x, 1 in y"):
        Line("a", [0, 1], [5])


def test_a_heat_map_needs_a_row_for_each_y():
    with pytest.raises(ChartError, match="2 rows of 1 values"):
        Heat("h", [0], [0, 1], [[1, 2]])


def test_a_log_axis_refuses_zero_and_says_what_to_do():
    with pytest.raises(ChartError, match="linear scale"):
        Chart("T", y=Axis("wait", scale="log"), series=[Line("a", [0], [0])])


def test_a_band_counts_both_its_edges_as_places():
    with pytest.raises(ChartError):
        Chart("T", y=Axis("wait", scale="log"), series=[Band("b", [0], [-1], [1])])


def test_a_bare_number_is_refused_with_the_way_to_write_it():
    with pytest.raises(ChartError, match=r"Number\(0\.2"):
        Chart("T", numbers={"p99": 0.2})


def test_a_number_without_a_label_is_called_by_its_name():
    assert Chart("T", numbers={"time_lost": Number(1)}).numbers["time_lost"].label == "time lost"
