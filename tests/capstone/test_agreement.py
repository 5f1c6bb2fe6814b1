"""The day by recursion and the day of the course's own components are one day, request by request."""

import pytest

from systemdesign.capstone import day as direct
from systemdesign.capstone import shop as composed
from systemdesign.capstone.board import REFERENCE
from systemdesign.capstone.traffic import FAULTS, fate, traffic
from tests.capstone.days import NAMED, differences, drawn

BEFORE, AFTER = 4.0, 6.0  # s round the beginning of a fault, where a day is played in part


def agree(design, seed, without=()):
    one, other = direct.day(design, seed, without), composed.live(design, seed, without)
    assert differences(one, other) == []
    assert (one.sent, one.waiting, one.lost) == (other.sent, other.waiting, other.lost)


@pytest.mark.sampled(of=8)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", NAMED)
def test_both_forms_play_the_designs_of_the_chapter_alike(name, seed):
    agree(NAMED[name], seed)


@pytest.mark.sampled(of=6)
@pytest.mark.parametrize("number", range(12))
def test_both_forms_play_designs_by_lot_alike(number):
    agree(drawn(number), seed=10 + number)


@pytest.mark.sampled(of=7)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", NAMED)
def test_both_forms_play_a_day_without_one_of_its_faults_alike(name, fault):
    agree(NAMED[name], 4, without=(fault,))


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("fault", FAULTS)
def test_both_forms_agree_on_the_seconds_round_each_fault(fault, number, monkeypatch):
    seed = 20 + number
    begins, _ = fate(seed)[0][fault]
    some = [one for one in traffic(seed) if begins - BEFORE <= one.time < begins + AFTER]
    for module in (direct, composed):
        monkeypatch.setattr(module, "traffic", lambda seed, crowd: some)
    agree(drawn(100 + FAULTS.index(fault) * 10 + number), seed)


@pytest.mark.sampled(of=4)
@pytest.mark.parametrize("seed", range(8))
def test_both_forms_fail_what_waits_for_the_dying_primary_in_the_same_order(seed, monkeypatch):
    design = dict(REFERENCE, instances=5, ttl=0, replicas=1 + seed % 2, queue=20)  # every read asks a node
    dies, _ = fate(seed)[0]["primary dies"]
    some = [one for one in traffic(seed) if dies - BEFORE <= one.time < dies + AFTER]
    for module in (direct, composed):
        monkeypatch.setattr(module, "traffic", lambda seed, crowd: some)
    agree(design, seed)


def test_one_seed_gives_one_day():
    assert composed.live(NAMED["textbook"], 3, FAULTS).requests == composed.live(NAMED["textbook"], 3, FAULTS).requests


def test_a_design_that_the_board_has_not_got_is_refused_with_words():
    with pytest.raises(ValueError, match="instances can be 2, 3"):
        composed.live(dict(REFERENCE, instances=7))
