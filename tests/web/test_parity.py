"""The published page computes what the notebook computes: its own Python, in Node, against this one."""

import json
import math
import random
import subprocess
from pathlib import Path

import pytest

from systemdesign.show.controls import Slider
from tools.assets import PYTHON
from tools.node import NODE

RANDOM = 20
RELATIVE = 1e-9

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("parity")]


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


def settings_of(experiment):
    """The default, every slider's ends, every choice and switch, and random settings."""
    rng = random.Random(experiment.name)
    return [*edges(experiment), *(experiment.random_settings(rng) for _ in range(RANDOM))]


def edges(experiment):
    return [{}, *({name: value} for name, control in experiment.controls.items() for value in ends(control))]


def ends(control):
    positions = control.positions()
    return [positions[0], positions[-1]] if isinstance(control, Slider) else positions


@pytest.fixture(scope="module")
def questions(chapters):
    return [
        (stem, name, settings)
        for stem, home in chapters.items()
        for name, experiment in home.experiments.items()
        for settings in settings_of(experiment)
    ]


@pytest.fixture(scope="module")
def answers(questions, chapters, assets):
    """[(question, the page's chart, Python's chart)]."""
    return [answer for stem, home in chapters.items()
            for answer in answered(home, [question for question in questions if question[0] == stem], assets)]


def answered(home, questions, assets):
    """One chapter's answers, by a Python that has what its page has and no more, while this one works too."""
    lines = "\n".join(json.dumps([k, *question[1:]]) for k, question in enumerate(questions))
    command = [NODE, Path(__file__).with_name("parity.mjs"), json.dumps(places(home.stem, assets))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as page:
        page.stdin.write(lines)
        page.stdin.close()
        python = [plain(home.experiments[name](**settings)) for _, name, settings in questions]
        told = dict(json.loads(line) for line in page.stdout)
    assert page.returncode == 0 and len(told) == len(questions), "the page did not answer and draw everything"
    return [(question, told[k], python[k]) for k, question in enumerate(questions)]


def places(stem, assets):
    """What the page's Python is made of, as paths."""
    parts = {"library": "library.zip", "rest": "rest.zip", "course": "course.zip", "room": f"rooms/{stem}.zip"}
    files = {part: str(assets(name)) for part, name in parts.items()}
    home = assets("library.zip").parent / PYTHON
    return {**files, "python": f"{home}/", "bundle": str(assets(f"bundles/{stem}.json"))}


def plain(chart):
    return json.loads(json.dumps(chart.to_json()))


def test_every_experiment_is_asked_at_its_default_its_ends_and_twenty_random_settings(questions, chapters):
    asked = {(stem, name) for stem, name, _ in questions}
    assert asked == {(stem, name) for stem, home in chapters.items() for name in home.experiments}
    assert len(questions) >= len(asked) * (1 + 2 + RANDOM)


def test_the_page_gives_pythons_numbers_series_and_texts_at_every_setting(answers):
    wrong = {str(question): found for question, page, python in answers if (found := differences(page, python))}
    assert not wrong, report(wrong)


def test_frames_equal_what_the_page_computes_live(answers, assets):
    wrong = {}
    for (stem, name, settings), live, _ in answers:
        file = frames_of(assets, stem, name)
        for frame in frames_at(file, settings):
            if found := differences(frame, live):
                wrong[f"{stem} {name} {settings}"] = found
    assert not wrong, report(wrong)


def test_frames_hold_the_default_and_both_ends_of_every_sweep(questions, chapters, assets):
    for stem, name, settings in questions:
        if settings in edges(chapters[stem].experiments[name]):
            file = frames_of(assets, stem, name)
            assert len(frames_at(file, settings)) == 1, f"{name} has no frame at {settings}"


def frames_of(assets, stem, name):
    return json.loads(assets(f"frames/{stem}/{name}.json").read_text("utf-8"))


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
