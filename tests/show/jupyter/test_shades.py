"""The colours of a picture in a dark front end."""

import re

import pytest

from systemdesign.show import Chart, Line, Rule
from systemdesign.show.jupyter.output import chart_bundle
from systemdesign.show.jupyter.shades import DARKNESS, SHADES, css, shaded


def luminance(colour):
    """As WCAG 2.2 defines it."""
    parts = [int(colour[k:k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", ["#111111", "#1e1e1e"])
@pytest.mark.parametrize("name", sorted(SHADES.keys() - {"paper", "hair"}))
def test_every_shade_is_seen_on_the_dark_paper_of_jupyterlab_and_of_vs_code(name, paper):
    assert contrast(SHADES[name][1], paper) >= (4.5 if name in ("title", "ink", "quiet") else 3)


def test_a_picture_in_html_has_no_colour_without_a_name_and_falls_back_on_its_own():
    chart = Chart("Waiting", series=[Line("a", [0, 1], [0, 1]), Line("b", [0, 1], [1, 1]), Rule("here", "x", 0.5)])
    bundle = chart_bundle(chart)
    assert "#ffffff" in bundle["image/svg+xml"] and "var(" not in bundle["image/svg+xml"]
    picture = re.search("<svg.*</svg>", bundle["text/html"], re.DOTALL)[0]
    assert not re.findall(r"(?<!, )#[0-9a-f]{6}\b", picture)
    assert "var(--paper, #ffffff)" in picture


def test_a_colour_that_has_no_shade_stays():
    assert shaded("fill: #123456; stroke: #374151") == "fill: #123456; stroke: var(--ink, #374151)"


def test_each_dark_front_end_gives_every_name_its_shade():
    rules = css().splitlines()
    assert len(rules) == len(DARKNESS)
    assert all(f"--{name}: {dark};" in rule for rule in rules for name, (_, dark) in SHADES.items())
