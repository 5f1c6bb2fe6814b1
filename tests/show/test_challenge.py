"""Tasks that a figure recognises when they are met."""

import json

import pytest

from systemdesign.show import Challenge, Chart, Choice, Number, SettingError, Slider, experiment


def declared(**told):
    given = {"task": "Be quick.", "goals": ["wait < 3"], "over": ["servers"], "best": {"servers": 5}} | told
    challenge = Challenge(**given)

    @experiment(challenge=challenge, servers=Slider(1, 9, default=2), load=Slider(1, 20, default=12),
                way=Choice(["fast", "slow"]))
    def waiting(servers, load, way, seed=0):
        """How long?"""
        wait = load / servers * (2 if way == "slow" else 1)
        return Chart("Waiting", numbers={"wait": Number(wait, "s")}, reading="So long.")

    return waiting, challenge


def met(experiment, challenge, **settings):
    chosen = experiment.check(settings)
    return challenge.met(experiment, experiment(**chosen), chosen)


@pytest.mark.parametrize(
    ("goal", "servers"),
    [("wait < 3", [5, 6, 7, 8, 9]), ("wait <= 3", [4, 5, 6, 7, 8, 9]), ("wait > 3", [1, 2, 3]),
     ("wait >= 3.0", [1, 2, 3, 4]), ("servers > 7", [8, 9]), ("speed < 3", [])])
def test_a_goal_compares_a_number_or_a_control(goal, servers):
    found, challenge = declared(goals=[goal])
    assert [n for n in range(1, 10) if met(found, challenge, servers=n)] == servers


def test_all_goals_count():
    found, challenge = declared(goals=["wait < 3", "servers < 7"])
    assert [n for n in range(1, 10) if met(found, challenge, servers=n)] == [5, 6]


def test_a_challenge_is_not_met_where_what_must_stand_was_moved():
    assert met(*declared(), servers=9)
    assert not met(*declared(), servers=9, load=11)


@pytest.mark.parametrize(("extreme", "cost"), [({}, 0), ({"least": "servers"}, 6), ({"most": "wait"}, -2.0)])
def test_the_less_an_answer_costs_the_better(extreme, cost):
    found, challenge = declared(**extreme)
    settings = found.check({"servers": 6})
    assert challenge.cost(found(**settings), settings) == cost


def test_the_search_finds_every_answer():
    found, challenge = declared(over=["servers", "way"], least="servers", goals=["wait <= 4"])
    answers = [(cost, settings["servers"], settings["way"]) for cost, settings in challenge.answers(found)]
    assert answers == [(n, n, way) for n in range(3, 10) for way in ("fast", "slow") if way == "fast" or n >= 6]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"goals": ["wait is small"]}, "not 'wait is small'"),
        ({"goals": ["wait == 3"]}, 'Write a goal as "p99 < 8"'),
        ({"goals": []}, "needs goals"),
        ({"over": []}, "needs goals, controls to move"),
        ({"least": "servers", "most": "wait"}, "at most one extreme"),
        ({"over": ["server"]}, "Did you mean 'servers'"),
        ({"best": {"servers": 99}}, "99 is outside"),
        ({"best": {"load": 2}}, "moves more than servers"),
    ],
)
def test_what_is_no_task_is_refused_in_words(told, words):
    with pytest.raises(SettingError, match=words):
        declared(**told)


def test_the_task_as_data_has_its_goals_in_parts():
    _, challenge = declared(goals=["wait <= 1e-3", "servers > -2"])
    data = challenge.to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["goals"] == [["wait", "<=", 0.001], ["servers", ">", -2.0]]
