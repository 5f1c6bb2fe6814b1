"""The fast models of chapter 06: against the components they stand for, against theory, and what must hold whatever."""

from itertools import pairwise

import pytest

from systemdesign import now, run
from systemdesign.cap import flicker, split, theory
from systemdesign.cap.histories import Copy, caught, histories
from systemdesign.cap.history import Operation
from systemdesign.cap.linearizable import Register, linearizable
from systemdesign.cap.overlap import overlap
from systemdesign.cap.quorum import Quorum
from systemdesign.cap.replica import Replica, Tagged
from systemdesign.sim.distributions import exponential


@pytest.mark.parametrize(("replicas", "reached", "asked"), [(3, 1, 2), (5, 2, 3), (7, 1, 1), (3, 3, 3)])
def test_the_reads_after_a_dead_writer_are_those_of_a_quorum_on_replicas(replicas, reached, asked):
    async def reader():
        copies = [Replica(f"r{k + 1}", exponential(flicker.MESSAGE)) for k in range(replicas)]
        for replica in copies[:reached]:
            replica.held["x"] = Tagged((1, "dead"), "new")
        shop, found = Quorum(copies, asked, replicas), []
        for _ in range(50):
            value = await shop.get("x")
            found.append((flicker.BEGINS + now(), value == "new"))
        return found
    modelled = flicker.reads(replicas, reached, asked, False, 50, seed=4)
    for (time, new), read in zip(run(reader, seed=4), modelled, strict=True):
        assert (pytest.approx(time), new) == (read.returned, read.new)


@pytest.mark.parametrize("seed", range(20))
def test_a_repaired_value_never_goes_back(seed):
    for setting in ((3, 1, 2), (5, 2, 3), (7, 1, 4), (7, 3, 1)):
        new = [read.new for read in flicker.reads(*setting, True, 200, seed)]
        assert not any(one and not other for one, other in pairwise(new)), setting


def test_a_read_begins_when_the_one_before_is_over():
    found = flicker.reads(3, 1, 2, True, 50, seed=1)
    assert all(one.returned == other.called for one, other in pairwise(found))
    assert all(read.called < read.heard <= read.returned for read in found)


def test_a_copy_holds_the_newest_of_what_had_arrived_by_then_in_whatever_order_it_is_told():
    copy = Copy()
    for time, number in ((5.0, 2), (3.0, 1), (4.0, 3), (6.0, 1)):
        copy.keep(time, (number, 0, number))
    assert [copy.at(time)[0] for time in (2.0, 3.5, 4.5, 5.5, 7.0)] == [0, 1, 3, 3, 3]


@pytest.mark.parametrize(("replicas", "needed", "repair", "rounds"), [
    (3, 2, False, 1), (3, 2, True, 2), (5, 3, False, 1), (3, 1, False, 1)])
def test_reads_and_writes_of_a_history_take_as_long_as_theory_says(replicas, needed, repair, rounds):
    made = histories(20, replicas, needed, needed, 5, 200, repair=repair, seed=2)
    for kind, times in (("read", rounds), ("write", 2)):
        took = [one.returned - one.called for history in made for one in history if one.kind == kind]
        assert sum(took) / len(took) == pytest.approx(times * theory.slowest(replicas, needed, 0.01), rel=0.04), kind


@pytest.mark.parametrize("seed", range(5))
def test_no_history_with_overlap_and_repair_is_wrong(seed):
    for replicas, needed in ((3, 2), (5, 3)):
        for clients in (2, 5, 10):
            made = histories(5, replicas, needed, needed, clients, 100, repair=True, seed=seed)
            assert not any(map(caught, made)), (replicas, clients)


def test_the_search_agrees_on_what_is_wrong():
    made = histories(40, 3, 2, 2, 5, 200, seed=1)
    wrong = [bool(caught(history)) for history in made]
    assert 0 < sum(wrong) < 15
    assert [not linearizable(history, Register(0)) for history in made] == wrong


def test_a_conflict_is_caught_when_its_last_operation_has_its_answer():
    history = [Operation("A", "x", "write", 1, 0, 1), Operation("B", "x", "read", 1, 2, 3),
               Operation("C", "x", "read", 0, 4, 5), Operation("D", "x", "read", 1, 6, 7)]
    conflict, after = caught(history)
    assert conflict.second.client == "C" and after == 3
    assert caught(history[:2]) is None


@pytest.mark.parametrize(("replicas", "written"), [(1, 1), (3, 2), (5, 1), (7, 4)])
def test_overlaps_and_waiting_times_are_those_of_theory(replicas, written):
    found = overlap(replicas, written, 20_000, seed=1)
    assert found.write == pytest.approx(theory.slowest(replicas, written, 0.01), rel=0.03)
    for asked in range(1, replicas + 1):
        assert found.missed[asked] == pytest.approx(theory.miss(replicas, written, asked), abs=0.012)
        assert found.read[asked] == pytest.approx(theory.slowest(replicas, asked, 0.01), rel=0.03)


def outcomes(found):
    return {write.outcome for write in found}


def test_who_refuses_throws_nothing_away_and_who_answers_refuses_nothing():
    assert outcomes(split.refusing(5, 2, 30.0, 1.0, seed=1)) == {"kept", "refused"}
    assert outcomes(split.answering(5, 2, 30.0, seed=1)) == {"kept", "thrown away"}


def test_only_the_side_without_a_majority_refuses():
    for nodes, cut, sides in ((5, 2, {split.CUT}), (5, 3, {split.REST}), (4, 2, {split.CUT, split.REST})):
        found = split.refusing(nodes, cut, 30.0, 0.0, seed=1)
        assert {write.side for write in found if write.outcome == "refused"} == sides


def test_a_patience_as_long_as_the_split_turns_every_refusal_into_a_wait():
    found = [*split.refusing(5, 2, 30.0, 30.0, seed=1)]
    assert outcomes(found) == {"kept"} and 29 < max(write.wait for write in found) <= 30


def test_of_each_key_the_side_that_wrote_last_keeps_all_its_writes():
    found = [*split.answering(5, 2, 30.0, seed=1)]
    for key in range(20):
        inside = [w for w in found if w.key == key and split.BEGINS <= w.time < split.BEGINS + 30]
        assert all((write.outcome == "kept") == (write.side == inside[-1].side) for write in inside)


@pytest.mark.parametrize("refuses", [True, False])
def test_the_shares_kept_follow_the_line_that_theory_draws(refuses):
    made = [w for seed in range(5) for w in (split.refusing(5, 2, 30.0, 1.0, seed) if refuses else
                                             split.answering(5, 2, 30.0, seed))]
    for side, mine in ((split.CUT, 2), (split.REST, 3)):
        times, known = split.expected(mine, 5, 30.0, refuses, 1.0)
        exact = dict(zip(times, known))
        for middle, share in zip(*split.kept(made, side)):
            if abs(middle - 57.5) > 1:  # where the line bends within the stretch
                assert share == pytest.approx(exact[middle], abs=0.07), (side, middle)
