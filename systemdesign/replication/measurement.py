"""A real PostgreSQL and its standby: how far behind that is, and how much of it a commit waits for."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from statistics import median

from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.replication.servers import (
    APPLIED,
    PATIENCE,
    WRITTEN,
    client,
    read,
    start_primary,
    start_standby,
    value,
    wait_for,
    write,
)

MODES = ("off", "local", "remote_write", "on", "remote_apply")  # PostgreSQL documentation, 19.5, synchronous_commit
CLOCK = "select extract(epoch from now() - pg_last_xact_replay_timestamp())::float8"
LAGS = ("select extract(epoch from flush_lag)::float8, extract(epoch from replay_lag)::float8 "
        "from pg_stat_replication where pg_wal_lsn_diff(replay_lsn, '0/0') >= %s")


@dataclass(frozen=True, kw_only=True)
class LagPlan(Plan):
    """A standby that applies each commit `delay` seconds late; so many `writes` of a note, one after the other.

    The standby is read so many seconds `after` the start of each, and once more when it has got as far as the write.
    Then nothing is written, and the clock is read twice, `quiet` seconds apart.
    """

    delay: float = 0.5
    writes: int = 2
    after: tuple = (0.0, 0.25, 0.4)
    quiet: float = 1.0


@dataclass(frozen=True)
class Lag(Result):
    """What came of a LagPlan.

    `looks` has for each read of the standby its age, the seconds from the write's start to the read's end, and whether
    it was stale. Waiting for the write's position took so many seconds from its start, `waits`, and `fresh` of the
    reads that came then saw it. `flushed` and `replayed` are flush_lag and replay_lag after each write, in seconds, as
    the primary's pg_stat_replication has them. In the quiet the standby was `behind` by so many bytes of log, while it
    was so many seconds since the last commit that it had applied: its `clock`.
    """

    looks: list
    waits: list
    fresh: int
    flushed: list
    replayed: list
    behind: list
    clock: list

    @property
    def stale(self):
        """How many of the reads that did not wait for a position were stale."""
        return sum(stale for age, stale in self.looks)


@measurement("postgres", LagPlan, Lag)
def lag(plan):
    """Reads of a standby that is late, by the clock and by position (see LagPlan): a `Lag`."""
    with ExitStack() as stack:
        primary = start_primary(stack)
        standby = start_standby(stack, primary, recovery_min_apply_delay=f"{1000 * plan.delay:.0f}ms")
        writer, reader = client(stack, primary), client(stack, standby)
        writes = [own_write(plan, standby, writer, reader) for _ in range(plan.writes)]
        clocks = [clock(standby, writer, reader, pause) for pause in (0.0, plan.quiet)]
    looks, waits, fresh, flushed, replayed = map(list, zip(*writes))
    return {"looks": list(chain(*looks)), "waits": waits, "fresh": sum(fresh), "flushed": flushed,
            "replayed": replayed, **dict(zip(("behind", "clock"), map(list, zip(*clocks))))}


def own_write(plan, standby, writer, reader):
    """One write: the looks, how long its position took, whether it was there then, and both lags."""
    start = time.monotonic()
    version = write(writer)
    position = value(writer, WRITTEN)
    looks = [look(reader, version, start, after) for after in plan.after]
    wait_for(standby, APPLIED, position)
    return looks, time.monotonic() - start, read(reader) == version, *lags(standby, writer, position)


def look(reader, version, start, after):
    """Read the note so many seconds after the start: the age of the read, and whether it was stale."""
    time.sleep(max(0.0, start + after - time.monotonic()))
    stale = read(reader) < version
    return [time.monotonic() - start, stale]


def lags(standby, writer, position):
    """flush_lag and replay_lag in seconds, when the standby has told the primary that it has applied a position."""
    rows = []
    standby.process.wait_until(lambda: rows.extend(writer.execute(LAGS, (position,))) or rows, within=PATIENCE)
    return rows[0]


def clock(standby, writer, reader, pause):
    """After a pause: by how many bytes the standby is behind, and by how many seconds by its clock."""
    time.sleep(pause)
    wait_for(standby, APPLIED, value(writer, WRITTEN))  # a primary may log by itself what is running: nothing
    return value(writer, WRITTEN) - value(reader, APPLIED), value(reader, CLOCK)


@dataclass(frozen=True, kw_only=True)
class ModePlan(Plan):
    """So many `rounds` of a write in each of the MODES of synchronous_commit, each read on the standby at once.

    Then the standby stops applying, not receiving, and `held` writes are made that wait for it. Then it is killed.
    """

    rounds: int = 60
    held: int = 10


@dataclass(frozen=True)
class Modes(Result):
    """What came of a ModePlan.

    For each mode: the median of its commits in `seconds`, and how many of the first reads were `stale`. The held writes
    were all acknowledged under "on", and the standby was `behind` by so many. After its death a commit waited for this
    `event`, and `before` its wait was cancelled a reader on the primary saw it, or not. To the cancelling the primary
    answered with a `warning`, and `afterwards` the reader saw the commit, or not.
    """

    seconds: dict
    stale: dict
    behind: int
    event: str
    before: bool
    warning: str
    afterwards: bool


@measurement("postgres", ModePlan, Modes)
def modes(plan):
    """Commits that wait for more and more of a standby, and at last for a dead one (see ModePlan): `Modes`."""
    with ExitStack() as stack:
        primary = start_primary(stack, synchronous_standby_names="standby")
        standby = start_standby(stack, primary)
        writers = {mode: client(stack, primary, options=f"-c synchronous_commit={mode}") for mode in MODES}
        reader = client(stack, standby)
        rounds = [{mode: commit(writers, mode, reader) for mode in MODES} for _ in range(plan.rounds)]
        behind = hold(standby, reader, writers["on"], plan.held)
        standby.kill()
        return {"seconds": {mode: median(each[mode][0] for each in rounds) for mode in MODES},
                "stale": {mode: sum(each[mode][1] for each in rounds) for mode in MODES},
                "behind": behind, **hang(primary, writers["on"], writers["local"])}


def commit(writers, mode, reader):
    """How long a write took, and whether the standby's first answer was an older version."""
    settled = write(writers["local"])
    while read(reader) < settled:  # or this commit would pay for what the one before left to be done
        pass
    start = time.monotonic()
    version = write(writers[mode])
    return time.monotonic() - start, read(reader) < version


def hold(standby, reader, writer, many):
    """By how many versions the standby is behind after so many writes that it received and did not apply."""
    reader.execute("select pg_wal_replay_pause()")
    standby.process.wait_until(lambda: value(reader, "select pg_get_wal_replay_pause_state()") == "paused", PATIENCE)
    return max(write(writer) for _ in range(many)) - read(reader)


def hang(primary, writer, reader):
    """A write that waits for a dead standby, until it is cancelled: what a reader sees before that and after."""
    version, pid, events, warnings = read(reader), writer.info.backend_pid, [], []
    writer.add_notice_handler(lambda notice: warnings.append(f"{notice.message_primary}: {notice.message_detail}"))
    writer.pgconn.send_query(b"update note set version = version + 1")
    waits = f"select wait_event from pg_stat_activity where pid = {pid} and wait_event = 'SyncRep'"
    primary.process.wait_until(lambda: events.extend(reader.execute(waits)) or events, within=PATIENCE)
    before = read(reader) > version
    reader.execute("select pg_cancel_backend(%s)", (pid,))
    while writer.pgconn.get_result():
        pass
    return {"event": events[0][0], "before": before, "warning": warnings[0], "afterwards": read(reader) > version}
