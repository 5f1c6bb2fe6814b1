"""Rules that stand for a control, dragged in the chart."""

import pytest

from tests.web.scenes import powers, shares, slopes
from tests.web.stage import staged

pytestmark = pytest.mark.browser


def drag(figure, share):
    """The grip, drawn to a share of the chart's width."""
    grip, chart = (figure.part(f"svg.chart:visible {part}").bounding_box() for part in (".handle", ".axis"))
    mouse = figure.page.mouse
    mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    mouse.down()
    mouse.move(chart["x"] + chart["width"] * share, grip["y"])
    mouse.up()
    figure.settled()


def test_a_dragged_rule_moves_its_slider_to_the_nearest_position(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        drag(figure, 0.78)
        assert figure.settings(slopes)["gap"] == 8
        assert figure.numbers == {"rise": pytest.approx(8 / 5)}
        figure.page.wait_for_url("**#slopes?gap=8")


def test_the_rule_stops_where_its_slider_does(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        drag(figure, 1.0)
        assert figure.settings(slopes)["gap"] == 9


def test_a_rule_on_a_log_axis_goes_to_a_position_of_its_slider(chromium, tmp_path):
    with staged(chromium, tmp_path, powers) as figure:
        drag(figure, 2 / 3)
        positions = powers.controls["size"].positions()
        assert figure.settings(powers)["size"] == min(positions, key=lambda p: abs(p - 100))


def test_a_grip_is_large_enough_for_a_finger(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes, viewport={"width": 360, "height": 640}) as figure:
        box = figure.part("svg.chart:visible .handle").bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_a_chart_without_such_a_rule_has_no_grip(chromium, tmp_path):
    with staged(chromium, tmp_path, shares) as figure:
        assert not figure.part(".handle, .grip").count()
