"""Real Valkeys: what a cut cable does to a primary and its replica, and what two of three servers say."""

from contextlib import ExitStack

import pytest

from systemdesign.cap import clients
from systemdesign.cap.clients import Log, history
from systemdesign.cap.copies import Copies, get, put, three
from systemdesign.cap.measurement import CutPlan, HistoryPlan, cut, flicker, histories
from systemdesign.cap.pair import Pair, accepted
from systemdesign.engines import available
from systemdesign.kernel.streams import stream

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)


@pytest.fixture
def live(way):
    way("live")


@pytest.fixture(scope="module")
def severed():
    """One measurement for all who look at it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYSTEMDESIGN_ENGINES", "live")
        return cut(writes=20)


@pytest.fixture(scope="module")
def servers():
    with ExitStack() as stack:
        yield three(stack)


@pytest.fixture(scope="module")
def pair():
    with ExitStack() as stack:
        yield Pair(stack)


def of_two(reads, seed):
    """Whether each read asks the first of three, which alone has the new value."""
    choice = stream("two", seed)
    return [int(0 in choice.sample(range(3), 2)) for _ in range(reads)]


@needs_valkey
def test_cut_off_the_primary_takes_a_write_that_its_replica_never_sees(severed):
    assert severed.accepted
    assert (severed.acknowledged, severed.waited) == (1, 0)
    assert severed.values == ["after the cut", "before the cut"]


@needs_valkey
def test_the_replica_says_that_its_link_is_up(severed):
    assert severed.link_status == "up"


@needs_valkey
def test_a_primary_that_counts_its_replicas_takes_writes_for_about_its_lag(severed):
    assert severed.hole > 0
    assert severed.arrived == 0
    assert 0.2 < severed.hole_seconds < 1 + 4


@needs_valkey
def test_of_two_primaries_the_one_that_follows_loses_what_it_took(severed):
    assert severed.sides == ["from the old", "from the new"]
    assert severed.after == "from the new"
    assert severed.gone == severed.hole


@needs_valkey
def test_mended_the_replica_catches_up(pair):
    pair.fall_silent()
    pair.recover()
    assert pair.replica.get("lamp") == b"after the cut"


@needs_valkey
def test_what_the_replica_has_not_yet_is_counted_as_stale(pair, monkeypatch):
    waits = []
    monkeypatch.setattr(pair, "_wait_until", waits.append)
    pair.cable.cut()
    assert pair.stale(5) == len(waits) == 5
    pair.recover()
    monkeypatch.setattr(pair, "replica", pair.primary)
    assert pair.stale(5) == 0


@needs_valkey
def test_only_too_few_replicas_are_a_refusal(servers):
    servers[0].config_set("min-replicas-to-write", 1)
    assert not accepted(servers[0], "lamp", 1)
    servers[0].config_set("min-replicas-to-write", 0)
    assert accepted(servers[0], "lamp", 1)
    with pytest.raises(Exception, match="syntax"):
        accepted(Odd(servers[0]), "lamp", 1)


class Odd:
    """A client whose writes have something wrong."""

    def __init__(self, client):
        self.client = client

    def set(self, key, value):
        return self.client.execute_command("SET", key, value, "nonsense")


@needs_valkey
def test_after_a_writer_s_death_a_read_is_new_where_it_asks_the_one_that_heard(live):
    found = flicker(reads=200, seed=3)
    assert found.seen == of_two(200, seed=3)
    assert found.new == sum(found.seen) / 200
    assert found.back == "".join(map(str, found.seen)).count("10") / 199


@needs_valkey
def test_with_repair_all_reads_after_the_first_new_one_are_new(live):
    first = of_two(50, seed=0).index(1)
    assert flicker(reads=50, repair=True).seen == [0] * first + [1] * (50 - first)
    assert first > 0


@needs_valkey
def test_many_histories_without_repair_are_wrong_and_none_with(live):
    bare, mended = (histories(count=2, repair=repair) for repair in (False, True))
    assert bare.wrong
    assert bare.witness
    assert (mended.wrong, mended.witness) == (0, None)


@needs_valkey
def test_a_history_has_all_that_its_clients_did_one_operation_after_the_other(servers):
    made = history(servers, "table", HistoryPlan(each=5, pause=0.0))
    assert {operation.key for operation in made} == {"table"}
    for client in "ABCD":
        own = [operation for operation in made if operation.client == client]
        assert [operation.kind for operation in own] == ["write" if client == "A" else "read"] * 5
        times = [time for operation in own for time in (operation.called, operation.returned)]
        assert times == sorted(times)
    assert [operation.value for operation in made if operation.kind == "write"] == ["1", "2", "3", "4", "5"]
    assert {operation.value for operation in made} <= set("012345")


class Stub:
    """A server that always has the same value, or none."""

    def __init__(self, *kept):
        self.kept = kept

    def eval(self, *command):
        pass

    def hmget(self, *command):
        return self.kept


def test_a_client_that_fails_is_reported():
    with pytest.raises(ValueError, match="unpack"):
        history([Stub()] * 3, "chair", HistoryPlan(each=1))


def test_a_writer_pauses_in_each_write_and_a_reader_after_each_read(monkeypatch):
    naps = []
    monkeypatch.setattr(clients.time, "sleep", naps.append)
    history([Stub(b"0", b"0")] * 3, "chair", HistoryPlan(each=50, pause=3.0))
    assert len(naps) == 50 + 3 * 50
    assert 0 < min(naps) < 0.5
    assert 5.5 < max(naps) < 6


@needs_valkey
def test_a_server_keeps_the_newer_value_in_whatever_order_they_come(servers):
    for tag, value in ((1, "one"), (10, "ten"), (9, "nine"), (10, "another")):
        put(servers[0], "shelf", tag, value)
    assert get(servers[0], "shelf") == (10, "ten")


@needs_valkey
def test_a_write_reaches_two_of_three_and_pauses_between_them(servers):
    for server in servers:
        put(server, "door", 0, 0)
    during = []
    copies = Copies(servers, stream("door", 0))
    assert copies.write("door", 7, lambda: during.extend(get(server, "door")[1] for server in servers)) == "7"
    assert sorted(during) == ["0", "0", "7"]
    assert sorted(get(server, "door")[1] for server in servers) == ["0", "7", "7"]


def test_a_log_s_times_begin_with_it():
    log = Log("lamp")
    log.note("A", "write", lambda: "1")
    (operation,) = log.operations
    assert 0 <= operation.called <= operation.returned < 60


def test_every_recording_shows_what_the_chapter_says_of_it():
    for found in cut.recordings.all():
        assert (found.acknowledged, found.accepted, found.waited, found.link_status) == (1, True, 0, "up")
        assert found.values == ["after the cut", "before the cut"]
        assert 0 < found.gone == found.hole
    for found in flicker.recordings.all():
        assert len(found.seen) == found.plan.reads
        assert found.seen == sorted(found.seen) if found.plan.repair else abs(found.back - 2 / 9) < 0.06
    for found in histories.recordings.all():
        assert found.wrong == 0 if found.plan.repair else found.wrong > found.count / 2
    assert {CutPlan()} == {found.plan for found in cut.recordings.all()}
    assert [len(measure.recordings.all()) for measure in (flicker, histories)] == [2, 2]
