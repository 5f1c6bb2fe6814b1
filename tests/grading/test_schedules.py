"""Schedules are found, shrunk and told the same on every machine, and can be played again from their text."""

import pytest

from systemdesign import run
from systemdesign.grading.grader import grade
from systemdesign.grading.lab import Unusable, load
from systemdesign.grading.process import Limits
from systemdesign.grading.report import lines
from systemdesign.grading.story import Event, Story, read_replay
from tests.grading.mutation import mutants

EJECTION = load("03_load_balancing").parts[2].answer
SPARED = next(mutant.answer for mutant in mutants() if mutant.name == "forgives_the_spared")


def test_a_replay_is_read_as_it_was_written():
    story = Story("2.outliers", 7, [Event(1, "fail", "a"), Event(3, "succeed", "b")])
    assert read_replay(story.told()["replay"]) == ("2.outliers", 7, list(story.events))


def test_a_replay_of_nothing_is_one_too():
    assert read_replay(Story("4.bad-day", 0, []).told()["replay"]) == ("4.bad-day", 0, [])


@pytest.mark.parametrize("text", ["", "2.outliers", "outliers seed 1: fail a at 1", "2.outliers seed x: fail a at 1"])
def test_what_is_no_replay_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="fail a at 1"):
        read_replay(text)


@pytest.mark.parametrize("faults", ["fail a", "fail a at x", "fail a at 1; fail b at 2", "fail a at 1,"])
def test_what_is_no_schedule_is_refused_with_an_example(faults):
    with pytest.raises(ValueError, match="crash a at 1"):
        read_replay(f"2.outliers seed 1: {faults}")


def test_a_long_timeline_is_cut_in_the_middle():
    story = Story("1.x", 0, [])

    async def main():
        for number in range(40):
            story.note(number)

    run(main)
    told = story.told()["timeline"]
    assert len(told) == 13
    assert told[0].endswith(" 0")
    assert "28 more" in told[4]
    assert told[-1].endswith(" 39")


def test_the_smallest_schedule_is_found_and_the_same_one_each_time(verdict):
    first, second = verdict(2, SPARED), verdict(2, SPARED)
    assert first.schedule == second.schedule


def test_a_fault_that_no_example_shows_is_found_by_schedules(verdict):
    found = verdict(2, SPARED)
    assert found.check == "the rules hold for any sequence of reports"
    assert found.schedule["faults"].count(" at ") == len(found.schedule["timeline"]) <= 8
    assert "should be" in found.schedule["timeline"][-1]


def test_a_replay_plays_what_was_found(solved, judges):
    path = solved({2: SPARED})
    schedule = grade(path, parts=[2], judges=judges).verdicts[2].schedule
    again = grade(path, replay=read_replay(schedule["replay"]), judges=judges)
    assert not again.full
    assert again.verdicts[2].schedule == schedule
    assert grade(solved(), replay=read_replay(schedule["replay"]), judges=judges).full


@pytest.mark.parametrize(
    "text", ["2.nothing seed 0: fail a at 1", "2.outliers seed 0: crash a at 1", "9.x seed 0: nothing"]
)
def test_a_replay_of_a_check_that_is_not_there_is_refused(solved, judges, text):
    with pytest.raises(Unusable, match="from the report"):
        grade(solved(), replay=read_replay(text), judges=judges)


def test_a_loop_in_one_schedule_ends_the_search_and_shows_that_schedule(solved, judges):
    answer = EJECTION.replace("self.row[server] += 1", "self.row[server] += 1\n        while now() == 17: pass")
    found = grade(solved({2: answer}), parts=[2], limits=Limits(step=1.0), judges=judges).verdicts[2]
    assert "look for a loop" in found.hint
    assert "fail" in found.schedule["faults"]
    assert "at 17" in found.schedule["faults"]
    assert found.schedule["choice"].startswith("the first schedule found")


def test_a_schedule_that_is_given_is_told_and_played_again(solved, judges):
    few = "class Autoscaler:\n    def decide(self, *seen):\n        return 20\n"
    path = solved({4: few}, stem="02_scalability")
    found = grade(path, parts=[4], judges=judges)
    told = found.verdicts[4].schedule
    assert told["replay"] == "4.day seed 1: hides rate at 3000"
    shown = "hides rate at 3000 (the first of the given schedules that breaks it; seed 1)"
    assert shown in " ".join(" ".join(lines(found, path)).split())
    assert "20 ready, 0 booting: you want 20, the oracle 26" in "".join(told["timeline"])
    again = grade(path, replay=read_replay(told["replay"]), judges=judges)
    assert again.verdicts[4].schedule == told
    assert "(replayed; seed 1)" in "\n".join(lines(again, path))
