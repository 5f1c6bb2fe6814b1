from contextlib import closing

import psycopg
import pytest

from systemdesign.engines import available
from systemdesign.engines.cable.cable import Cable
from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.postgres.standby import Standby

pytestmark = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)

COUNT = "select count(*) from lamps"
LIGHT = "insert into lamps values ('a lamp') returning (select count(*) from lamps)"


@pytest.fixture(scope="module")
def primary():
    with Postgres() as primary:
        with primary.connect() as connection:
            connection.execute("create table lamps (name text)")
        yield primary


@pytest.fixture(scope="module")
def standby(primary):
    """One that its tests leave following."""
    with Standby(primary, name="by the window", work_mem="5MB") as standby:
        yield standby


def ask(server, question):
    with closing(server.connect()) as connection:
        return connection.execute(question).fetchone()[0]


def light(server):
    """Write a row: how many there are then."""
    with closing(server.connect()) as connection:
        return connection.execute(LIGHT).fetchone()[0] + 1


def shows(server, count):
    """Wait until a server has so many rows."""
    with closing(server.connect()) as connection:
        server.process.wait_until(lambda: connection.execute(COUNT).fetchone()[0] == count, within=60)


def test_it_begins_with_what_the_primary_has_and_follows_it(primary, standby):
    shows(standby, light(primary))
    shows(standby, light(primary))


def test_it_takes_no_writes(standby):
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        light(standby)


def test_the_primary_calls_it_by_its_name(primary, standby):
    shows(standby, light(primary))
    assert ask(primary, "select application_name from pg_stat_replication") == "by the window"


def test_started_again_after_a_kill_it_catches_up(primary, standby):
    standby.kill()
    lit = light(primary)
    standby.start()
    shows(standby, lit)


def test_its_settings_are_its_own(primary, standby):
    assert [ask(server, "show work_mem") for server in (primary, standby)] == ["4MB", "5MB"]


def test_promoted_it_takes_writes_of_which_the_other_primary_hears_nothing(primary):
    with Standby(primary) as other:
        shows(other, light(primary))
        other.promote()
        lit = light(other)
        assert ask(primary, COUNT) == lit - 1


def test_promoted_it_has_what_it_had_received_and_not_applied(primary):
    with Standby(primary, recovery_min_apply_delay="61s") as late:
        lit = light(primary)
        written = ask(primary, "select pg_current_wal_lsn()")
        received = f"select pg_last_wal_receive_lsn() >= '{written}'"
        late.process.wait_until(lambda: ask(late, received), within=60)
        assert ask(late, COUNT) == lit - 1
        late.promote()
        assert ask(late, COUNT) == lit


def test_what_is_written_while_its_line_is_cut_it_has_not_until_that_is_mended(primary):
    with Cable(primary.port) as cable, Standby(primary, line=cable.port) as far:
        shows(far, light(primary))
        cable.cut()
        lit = light(primary)
        assert ask(far, COUNT) == lit - 1
        cable.mend()
        shows(far, lit)
