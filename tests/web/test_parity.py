"""The published page computes what the notebook computes: its own Python, in Node, against this one."""

import gzip
import json
import math
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.charts import ANY, EXPERIMENTS, chart, drawn, edges
from tools.node import NODE, WEB

RELATIVE = 1e-9

pytestmark = pytest.mark.slow


def differences(page, python, where=""):
    """Where two charts differ: a structure, a text, or a number by more than 1e-9 of itself."""
    if isinstance(page, dict) and isinstance(python, dict) and page.keys() == python.keys():
        return [d for key in page for d in differences(page[key], python[key], f"{where}.{key}")]
    if isinstance(page, list) and isinstance(python, list) and len(page) == len(python):
        return [d for k, pair in enumerate(zip(page, python)) for d in differences(*pair, f"{where}[{k}]")]
    return [] if same(page, python) else [f"{where}: page {page!r}, Python {python!r}"]


def same(page, python):
    numbers = (int, float)
    if type(page) in numbers and type(python) in numbers:
        return math.isclose(page, python, rel_tol=RELATIVE)
    return type(page) is type(python) and page == python


@pytest.fixture(scope="session")
def answers(request, assets, tmp_path_factory):
    """`answers(stem)`: {question: the page's chart} for all that this run asks of a chapter."""
    asked = defaultdict(set)
    for item in request.session.items:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        if item.path == Path(__file__) and "stem" in given:
            asked[given["stem"]] |= set(questions(**given))
    library = tmp_path_factory.mktemp("library") / "library.zip"
    library.write_bytes(gzip.decompress(assets("library.zip.gzip").read_bytes()))
    return cache(lambda stem: answered(stem, sorted(asked[stem]), places(stem, assets, library)))


def questions(stem, name, k=None):
    """{question: the settings it asks about}: one that is drawn at random, or the default and every end."""
    return {
        json.dumps([name, settings]): settings
        for settings in (edges(stem, name) if k is None else [drawn(stem, name)[k]])
    }


def answered(stem, asked, places):
    """One chapter's answers, by a Python that has what its page has and no more, while this one works too."""
    lines = "\n".join(json.dumps([question, *json.loads(question)]) for question in asked)
    command = [NODE, Path(__file__).with_name("parity.mjs"), json.dumps(places)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as page:
        page.stdin.write(lines)
        page.stdin.close()
        for question in asked:
            chart(stem, *json.loads(question))
        told = dict(json.loads(line) for line in page.stdout)
    assert page.returncode == 0 and told.keys() == set(asked), "the page did not answer and draw everything"
    return told


def places(stem, assets, library):
    """What the page's Python is made of, as paths: packed, but for what Pyodide reads itself."""
    parts = {"rest": "rest.zip.gzip", "course": "course.zip.gzip", "room": f"rooms/{stem}.zip.gzip",
             "bundle": f"bundles/{stem}.json"}
    files = {part: str(assets(name)) for part, name in parts.items()}
    return {**files, "library": str(library), "python": f"{WEB / 'node_modules' / 'pyodide'}/"}


def plain(chart):
    return json.loads(json.dumps(chart.to_json()))


def wrong(stem, name, told, k=None):
    """{question: how the page's chart differs from Python's}, where it does."""
    found = {
        question: differences(told[question], plain(chart(stem, name, settings)))
        for question, settings in questions(stem, name, k).items()
    }
    return {question: different for question, different in found.items() if different}


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_the_page_gives_pythons_chart_at_the_default_and_at_each_end(stem, name, answers):
    assert not (found := wrong(stem, name, answers(stem))), report(found)


@pytest.mark.parametrize(("stem", "name", "k"), ANY)
def test_the_page_gives_pythons_chart_at_any_setting(stem, name, k, answers):
    assert not (found := wrong(stem, name, answers(stem), k)), report(found)


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_the_frames_of_the_default_and_of_each_end_are_what_the_page_computes(stem, name, answers, frames):
    file, told = frames(stem, name), answers(stem)
    for question, settings in questions(stem, name).items():
        (frame,) = frames_at(file, settings)
        assert not (found := differences(frame, told[question])), report({question: found})


def frames_at(file, settings):
    """The frames at one control's setting, the others at their defaults: none, if it is not on a sweep."""
    if not settings:
        return [file["default"]]
    (name, value), *others = settings.items()
    return [] if others else [chart for position, chart in file["sweeps"][name] if position == value]


def report(wrong):
    lines = [[f"{question}: {len(found)} differences", *found[:3]] for question, found in wrong.items()]
    return "\n".join("\n  ".join(told) for told in lines)


@pytest.mark.parametrize(
    ("page", "python"),
    [
        ({"p99": 1.0}, {"p99": 1.000000002}),
        ({"p99": 0.0}, {"p99": 1e-300}),
        ({"reading": "One."}, {"reading": "Two."}),
        ([1.0, 2.0], [1.0]),
        ({"a": 1}, {"b": 1}),
        ({"theory": None}, {"theory": 0.0}),
        ({"theory": True}, {"theory": 1}),
        ({"error": {}}, {"numbers": {}}),
    ],
)
def test_a_difference_is_seen(page, python):
    assert differences(page, python)


def test_the_last_bit_of_a_number_is_no_difference():
    assert not differences({"x": [0.1 + 0.2]}, {"x": [0.3]})
