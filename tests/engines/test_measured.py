"""The protocol of every measurement, on an engine that is Python itself; each chapter without its engine."""

import json
from dataclasses import replace
from datetime import date
from inspect import signature

import pytest

from systemdesign.engines import EngineMissing
from systemdesign.engines.child import installed
from systemdesign.engines.measured import measurement
from tests.engines.abacus import ABACUS, Found, Sum, recorded

pytestmark = pytest.mark.usefixtures("abacus")


def test_where_the_engine_is_it_measures_and_says_so(add):
    found = add(numbers=(3, 4))
    assert (found.total, found.live, found.plan) == (7, True, Sum(numbers=(3, 4)))
    assert found.source.startswith(f"Measured live on {date.today()}: Abacus version 1.0 on ")
    assert not add.recordings.path.exists()


def test_of_several_engines_each_is_named(monkeypatch):
    monkeypatch.setitem(installed.ENGINES, "slate", replace(ABACUS, version=("-c", "print('Slate 3')")))
    both = measurement(("abacus", "slate"), Sum, Found)(lambda plan: {"total": sum(plan.numbers)})
    assert both().source.startswith(f"Measured live on {date.today()}: Abacus version 1.0 and Slate 3 on ")


def test_where_one_of_several_is_not_the_recording_is_shown(add, no_wheel, plans):
    both = measurement(("http", "abacus"), Sum, Found)(lambda plan: plans.append(plan))
    both.recordings.path = add.recordings.path
    recorded(add, {"plan": {}, "total": 3})
    assert not both().live
    assert not plans


def test_where_it_is_not_the_recording_is_shown_and_called_one(add, no_wheel, plans):
    recorded(add, {"plan": {"numbers": [3, 4]}, "total": 7})
    found = add(numbers=(3, 4))
    assert (found.total, found.live, found.plan) == (7, False, Sum(numbers=(3, 4)))
    assert found.source == ("Recorded on 2025-11-24: Abacus 0.9 on a laptop, Python 3.11.7. It could not be measured "
                            "here: Abacus is not installed: `pip install abacus-wheel` brings it.")
    assert not plans


def test_live_refuses_the_recording_and_says_what_to_install(add, way, no_wheel, plans):
    recorded(add, {"plan": {}, "total": 3})
    way("live")
    with pytest.raises(EngineMissing, match="Abacus is not installed: `pip install abacus-wheel` brings it"):
        add()
    assert not plans


def test_recorded_uses_nothing_else(add, way, plans):
    recorded(add, {"plan": {}, "total": 3})
    way("recorded")
    assert not add().live
    assert not plans


def test_what_is_recorded_comes_back_as_it_was(add, way):
    way("record")
    made = add(numbers=(5, 6))
    way("recorded")
    found = add(numbers=(5, 6))
    assert replace(found, live=True) == made
    assert found.source.startswith(f"Recorded on {date.today().isoformat()}: Abacus version 1.0 on ")


def test_measuring_again_replaces_the_recording_of_the_same_plan_alone(add, way):
    recorded(add, {"plan": {}, "total": 99}, {"plan": {"numbers": [3, 4]}, "total": 7})
    way("record")
    add()
    assert sorted(kept.total for kept in add.recordings.all()) == [3, 7]


def test_live_keeps_nothing(add, way):
    way("live")
    add()
    assert add.recordings.all() == []


def test_a_slow_plan_is_shown_from_its_recording_even_where_the_engine_is(add, plans):
    recorded(add, {"plan": {"patience": 120.0}, "total": 3})
    assert not add(patience=120.0).live
    assert not plans


def test_a_slow_plan_is_measured_when_that_is_asked_for(add, way):
    way("live")
    assert add(patience=120.0).live


def test_what_was_never_recorded_is_refused_with_what_there_is_and_how_to_record_it(add, way):
    recorded(add, {"plan": {"numbers": [3, 4]}, "total": 7})
    way("recorded")
    with pytest.raises(EngineMissing) as refused:
        add(numbers=(5,))
    first, *others, last = map(str.strip, str(refused.value).splitlines())
    assert first == "add(numbers=(5,)) was never recorded. These were:"
    assert others[0] == "add(numbers=(3, 4))"
    assert last.startswith("SYSTEMDESIGN_ENGINES=record jupyter execute book/*_")


def test_another_word_in_the_environment_is_a_mistake(add, way):
    way("sometimes")
    with pytest.raises(ValueError, match="SYSTEMDESIGN_ENGINES='sometimes': use one of live, recorded, record"):
        add()


def test_its_help_shows_the_plan_s_keywords_and_what_comes_back(add):
    assert list(signature(add).parameters) == ["numbers", "patience"]
    assert signature(add).return_annotation is Found
    assert add.__doc__ == "The sum of some numbers."


def test_a_keyword_that_the_plan_has_not_is_a_mistake(add):
    with pytest.raises(TypeError, match="speed"):
        add(speed=1)


def chapters(root):
    """{name: cells} of the chapters that measure: their imports, and the native cells from the measurement on."""
    for path in sorted((root / "book").glob("*.ipynb")):
        cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        native = ["".join(cell["source"]) for cell in cells if "native" in cell["metadata"].get("tags", ())]
        measures = [".measurement import" in text or ".source" in text for text in native]
        first = measures.index(True) if any(measures) else None
        if first is not None:
            yield path.stem, ["".join(cells[0]["source"]), *native[first:]]


def test_every_measuring_chapter_runs_without_its_engine_and_says_that_it_shows_recordings(root, way, monkeypatch):
    for engine, row in list(installed.ENGINES.items()):
        monkeypatch.setitem(installed.ENGINES, engine, replace(row, path="no_such_wheel:path"))
    told = {}
    for name, cells in chapters(root):
        printed = told[name] = []
        names = {"print": lambda *words, sep=" ", told=printed: told.extend(sep.join(map(str, words)).splitlines())}
        for cell in cells:
            exec(cell, names)
    assert {"03_load_balancing", "04_caching", "09_sharding", "14_retries"} <= set(told)
    for name, printed in told.items():
        assert any(line.startswith("Recorded on 20") for line in printed), name
        assert not any("Measured live" in line for line in printed), name
