"""Judges that are kept: each panel at its place, none that was disturbed, and none when the run has ended."""

import threading

import pytest

from systemdesign.grading.cohort import panel as module
from systemdesign.grading.cohort.marking import marked
from systemdesign.grading.cohort.panel import Panels, Place
from systemdesign.grading.judges import Failed
from tests.grading.cohort.conftest import LAB, notebook
from tests.processes import all_gone, until

linux = pytest.mark.skipif(module.socket.sys.platform != "linux", reason="only Linux binds to processors")


@pytest.fixture
def panels():
    made = Panels()
    yield made
    made.end()


@pytest.fixture(scope="module")
def shared():
    """Panels that nothing disturbs."""
    made = Panels()
    yield made
    made.end()


@linux
def test_places_are_different_as_long_as_there_are_enough(monkeypatch):
    monkeypatch.setattr(module, "available", lambda: [1007, 1009])
    places = [Place(), Place(), Place()]
    assert {place.processor for place in places[:2]} == {1007, 1009}
    assert places[2].processor in (1007, 1009)
    places[0].leave()
    again = Place()
    assert again.processor == 1007
    for place in (*places, again):
        place.leave()


def test_a_panel_is_kept_from_one_notebook_to_the_next(shared):
    with shared.panel() as first:
        pass
    with shared.panel() as second:
        assert second is first


def test_two_who_need_one_at_once_have_one_each(shared):
    with shared.panel() as first, shared.panel() as second:
        assert first is not second


def test_a_panel_at_which_something_failed_is_not_used_again(panels):
    with pytest.raises(Failed), panels.panel() as first:
        raise Failed("half of a verdict may be on its way")
    assert first.judges.process.poll() is not None
    with panels.panel() as second:
        assert second is not first


def test_judges_that_are_lost_once_cost_nobody_a_grade(panels):
    with panels.panel() as first:
        first.judges.process.kill()
        first.judges.process.wait()
    assert marked(panels, "anna.ipynb", notebook(only=[1]).encode(), LAB)["grade"]["points"] == 3


def test_a_grader_that_fails_twice_says_that_it_is_to_blame(panels, monkeypatch):
    tried = []

    def failing(*_, **__):
        tried.append(1)
        raise Failed("the judge of part 1 was lost: grade again")

    monkeypatch.setattr("systemdesign.grading.cohort.marking.grade", failing)
    told = marked(panels, "anna.ipynb", b"{}", LAB)
    assert (told["failed"], len(tried)) == (True, 2)
    assert told["error"] == "the grader failed: the judge of part 1 was lost: grade again"


def test_when_the_run_ends_the_judges_end_at_once_and_start_no_more(panels):
    told = []
    busy = threading.Thread(target=lambda: told.append(marked(panels, "a.ipynb", notebook().encode(), LAB)))
    busy.start()
    until(lambda: panels.busy)
    pid = next(iter(panels.busy)).judges.process.pid
    panels.end()
    busy.join(20)
    assert all_gone([pid])
    assert told[0]["failed"]
    with pytest.raises(Failed, match="ended"), panels.panel():
        pass


def test_what_judging_takes_is_measured(shared):
    assert 0.05 < marked(shared, "anna.ipynb", notebook(only=[1]).encode(), LAB)["spent"] < 10


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("anna.ipynb", "{", "anna.ipynb is not a notebook"),
        ("anna.ipynb", "[" * 100_000, "anna.ipynb is not a notebook"),
        ("anna.ipynb", '{"cells": 3}', "anna.ipynb has no list of cells"),
        ("14_retries.ipynb", '{"cells": []}', "14_retries.ipynb is of two labs"),
        ("anna.ipynb", '{"cells": [], "metadata": {"lab": "14_retries"}}', "the notebook itself says 14_retries"),
    ],
)
def test_an_unusable_notebook_is_called_by_its_own_name(shared, name, text, why):
    told = marked(shared, name, text.encode(), LAB)
    assert why in told["error"]
    assert not told.get("failed")
    assert "/" not in told["error"]
