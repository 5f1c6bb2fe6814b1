"""The lanes of the tests: every test is in one of them, and none that fails is lost."""

import json
from itertools import product

import pytest
from _pytest.mark.expression import Expression

from tools import lanes


@pytest.mark.parametrize(("browser", "alone"), [*product([True, False], repeat=2)])
def test_every_test_is_in_one_lane(browser, alone):
    has = {"browser": browser, "alone": alone}
    rules = [command[command.index("-m", 3) + 1] for command in map(lanes.LANES.get, lanes.SAMPLED)]
    assert sum(Expression.compile(rule).evaluate(lambda mark, **_: has[mark]) for rule in rules) == 1


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Where the seconds are kept; the lanes are a good one, a bad one and another good one."""
    monkeypatch.setattr(lanes, "LANES", {"one": ["true"], "two": ["false"], "three": ["true"]})
    monkeypatch.setattr(lanes, "KEPT", tmp_path / "_build" / "lanes.json")
    return lanes.KEPT


def test_a_lane_that_fails_fails_the_run_and_the_others_run_all_the_same(kept, capfd):
    assert lanes.main([]) == 1
    rows = [line.split() for line in capfd.readouterr().out.splitlines()[-3:]]
    assert [(name, state) for name, *_, state in rows] == [("one", "passed"), ("two", "FAILED"), ("three", "passed")]
    assert not kept.exists()


def test_lanes_can_be_named_and_what_only_some_took_is_not_kept(kept, capfd):
    assert lanes.main(["one", "three"]) == 0
    assert "--- two" not in capfd.readouterr().out
    assert not kept.exists()


def test_what_each_lane_took_is_kept_when_all_passed(kept, monkeypatch):
    monkeypatch.setitem(lanes.LANES, "two", ["true"])
    assert lanes.main([]) == 0
    assert list(json.loads(kept.read_text())) == ["one", "two", "three"]


def test_the_whole_is_asked_of_the_sampled_lanes_only(kept, monkeypatch, capfd):
    monkeypatch.setattr(lanes, "LANES", {"package": ["echo", "package"], "lint": ["echo", "lint"]})
    assert lanes.main(["--whole"]) == 0
    assert {"package --whole", "lint"} <= set(capfd.readouterr().out.splitlines())


@pytest.mark.parametrize(("words", "way"), [([], "recorded"), (["--whole"], "")])
def test_native_cells_read_their_recordings_as_notebooks_and_meet_the_engines_when_the_whole_is_asked(
    kept, monkeypatch, capfd, words, way
):
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)
    told = ["sh", "-c", "echo way: $SYSTEMDESIGN_ENGINES"]
    monkeypatch.setattr(lanes, "LANES", {"alone": told, "notebooks": told})
    assert lanes.main(words) == 0
    assert [line.split(":")[1].strip() for line in capfd.readouterr().out.splitlines() if "way:" in line] == ["", way]
