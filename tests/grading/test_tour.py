"""The tour shows one of each kind, and has no points to give."""

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE
from systemdesign.grading.report import lines
from systemdesign.grading.screening import replay
from systemdesign.grading.story import read_replay

TOUR = COURSE / "labs" / "00_tour.ipynb"


@pytest.fixture(scope="module")
def tour(judges):
    return grade(TOUR, judges=judges)


def test_each_of_the_four_states_is_shown_once(tour):
    assert [str(verdict.state) for verdict in tour.verdicts.values()] == ["right", "wrong", "missing", "undefined"]


def test_nothing_of_nothing_is_not_full_marks(tour):
    assert (tour.points, tour.out_of, tour.full) == (0, 0, False)


def test_the_schedule_that_the_text_shows_is_the_one_that_is_found(tour):
    replay = tour.verdicts[2].schedule["replay"]
    assert replay == "2.one-end seed 0: crash first at 1"
    assert f'--replay "{replay}"' in TOUR.read_text(encoding="utf-8").replace('\\"', '"')


def test_the_failing_schedule_comes_with_its_seed_timeline_and_replay(tour):
    report = "\n".join(lines(tour, "labs/00_tour.ipynb"))
    assert "crash first at 1  (the smallest schedule found; seed 0)" in report
    assert "1.000 s  request 0: first crashed" in report
    assert 'systemdesign grade labs/00_tour.ipynb --replay "2.one-end seed 0: crash first at 1"' in report


def test_a_replay_breaks_the_wrong_answer_again_and_spares_the_right_one(judges):
    schedule = "one-end seed 0: crash first at 1"
    assert not grade(TOUR, replay=read_replay(f"2.{schedule}"), judges=judges).full
    assert grade(TOUR, replay=read_replay(f"1.{schedule}"), judges=judges).full


def test_the_failing_schedule_comes_as_a_film_of_the_request_that_the_crash_hits(tour):
    film = tour.verdicts[2].schedule["film"]
    names = [place["name"] for place in film["places"]]
    assert film["states"] == [[1.0, names.index("first"), "down"]]
    path = [(names[place], begin, how) for _, _, place, begin, _, how, _ in film["legs"]]
    assert path[:3] == [("clients", 0, None), ("your service", 0, None), ("first", 0, "failed")]
    assert path[3:] == [("your service", 1, "failed"), ("clients", 1, "failed")]


def test_in_a_notebook_a_replay_is_a_film(capsys):
    film = replay(TOUR, "2.one-end seed 0: crash first at 1")
    assert "Request 0 failed though second was up" in capsys.readouterr().out
    assert "first: down" in repr(film)
    shown = film._repr_mimebundle_()
    assert {"text/plain", "application/vnd.jupyter.widget-view+json"} == set(shown)


def test_a_replay_of_a_right_answer_has_no_film():
    assert replay(TOUR, "1.one-end seed 0: crash first at 1") is None


def test_the_report_says_how_to_see_the_film(tour):
    assert "import replay; replay('labs/00_tour.ipynb', '2.one-end seed 0: crash first at 1')" in "\n".join(
        lines(tour, "labs/00_tour.ipynb"))
