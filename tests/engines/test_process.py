import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from systemdesign.engines import EngineFailed, available
from systemdesign.engines.child.process import Process, listen
from tests.processes import alive, all_gone

needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
needs_haproxy = pytest.mark.skipif(not available("haproxy"), reason=available("haproxy").reason)
ROOT = Path(__file__).parents[2]
FARM = """
import os, time
from systemdesign.engines.haproxy.farm import Farm
with Farm([1.0, 1.0], interval=0.05) as farm:
    farm.haproxy.process.wait_until(lambda: set(farm.haproxy.status().values()) == {"UP"})  # a busy machine is late
    children = [server.process.pid for server in farm.servers.values()] + [farm.haproxy.process.pid]
    print(os.geteuid(), farm.haproxy.status(), *children, sep="|", flush=True)
    time.sleep(60)
"""
VALKEY = """
import os, time
from systemdesign.engines.valkey.server import Valkey
with Valkey() as valkey:
    print(os.geteuid(), valkey.client.ping(), valkey.process.pid, sep="|", flush=True)
    time.sleep(60)
"""
POSTGRES = """
import os, psutil, time
from systemdesign.engines.postgres.server import Postgres
with Postgres() as postgres, postgres.connect() as connection:
    answer = connection.execute("select 'ready'").fetchone()[0]
    children = psutil.Process(postgres.process.pid).children()
    print(os.geteuid(), answer, postgres.process.pid, *(child.pid for child in children), sep="|", flush=True)
    connection.execute("do 'begin loop end loop; end'")  # never waits, and so never sees that its parent has died
"""
engines = pytest.mark.parametrize(("script", "status"), [
    pytest.param(FARM, "{'s1': 'UP', 's2': 'UP'}", marks=needs_haproxy, id="haproxy"),
    pytest.param(VALKEY, "True", marks=needs_valkey, id="valkey"),
    pytest.param(POSTGRES, "ready", marks=needs_postgres, id="postgres")])
UNPRIVILEGED = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                # root's home may be closed to others: keep the right to read, and nothing else
                "--bounding-set=-all,+dac_read_search", "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=-all,+dac_read_search"]


def python(code, before=()):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen([*before, sys.executable, "-c", code], env=environment, cwd="/", text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def started(farm):
    line = farm.stdout.readline()
    assert line, farm.stderr.read()
    user, status, *children = line.split("|")
    return int(user), status, [int(pid) for pid in children]


@engines
def test_killing_the_parent_with_9_leaves_no_orphan(script, status):
    with python(script) as farm:
        _, _, children = started(farm)
        assert children
        assert all(map(alive, children))
        farm.kill()
    assert all_gone(children)


@engines
def test_the_engines_run_as_an_ordinary_user(script, status):
    with python(script, before=UNPRIVILEGED if os.geteuid() == 0 else ()) as farm:
        try:
            user, seen, children = started(farm)
        finally:
            farm.kill()
    assert user != 0
    assert seen == status
    assert all_gone(children)


def test_a_child_has_a_process_group_of_its_own_so_that_an_interrupt_spares_it():
    child = Process("Sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        assert os.getpgid(child.pid) == child.pid != os.getpgid(0)
    finally:
        child.stop()


def test_a_child_that_ends_at_once_is_reported_with_the_end_of_its_log():
    child = Process("Broken", [sys.executable, "-c", "print('first', flush=True); exit('the disk is full')"])
    with pytest.raises(EngineFailed, match=r"Broken ended with exit code 1(.|\n)*first\nthe disk is full"):
        child.wait_until(lambda: False)


def test_a_program_that_does_not_exist_is_reported():
    child = Process("Ghost", ["/no/such/program"])
    with pytest.raises(EngineFailed, match=r"Ghost ended(.|\n)*No such file or directory"):
        child.wait_until(lambda: False)


def test_a_child_that_never_gets_ready_is_stopped():
    child = Process("Idler", [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(EngineFailed, match=r"Idler was not ready after 0.1 s(.|\n)*wrote nothing"):
        child.wait_until(lambda: False, within=0.1)
    assert not alive(child.pid)


def test_a_paused_child_is_asked_to_stop_and_not_only_killed_at_last():
    handle = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: exit())"
    child = Process("Sleeper", [sys.executable, "-c", f"{handle}; print('polite', flush=True); time.sleep(60)"])
    child.wait_until(lambda: "polite" in child.log())
    child.signal(signal.SIGSTOP)
    asked = time.monotonic()
    child.stop(within=20)
    assert time.monotonic() - asked < 10
    assert not alive(child.pid)


def test_a_child_that_ignores_the_request_to_stop_is_killed():
    ignore = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    child = Process("Deaf", [sys.executable, "-c", f"{ignore}; print('deaf', flush=True); time.sleep(60)"])
    child.wait_until(lambda: "deaf" in child.log())
    child.stop(within=0.1)
    assert not alive(child.pid)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_child_that_becomes_another_user_is_nobody_in_every_way_and_in_a_folder_open_to_it():
    told = "import os; print(os.getresuid(), os.getresgid(), os.getgroups(), os.getcwd())"
    child = Process("Nobody", ["/usr/bin/env", "-S", f"python3 -c '{told}'"], user="nobody")
    nobody = pwd.getpwnam("nobody")
    users, groups = (nobody.pw_uid,) * 3, (nobody.pw_gid,) * 3
    assert child.finish(within=20).strip() == f"{users} {groups} [] /"


def test_a_program_that_ends_by_itself_gives_all_that_it_wrote():
    child = Process("Writer", [sys.executable, "-c", "print(*range(100), sep=chr(10))"])
    assert child.finish(within=20).split() == [str(number) for number in range(100)]


def test_reading_the_log_while_a_program_writes_it_loses_no_letter():
    child = Process("Writer", [sys.executable, "-uc", "for number in range(50_000): print(number)"])
    while child.running:
        child.log()
    assert child.finish(within=20).split() == [str(number) for number in range(50_000)]


def test_a_program_that_should_end_by_itself_and_fails_is_reported():
    child = Process("Writer", [sys.executable, "-c", "exit('the disk is full')"])
    with pytest.raises(EngineFailed, match=r"Writer ended with exit code 1(.|\n)*the disk is full"):
        child.finish(within=20)


def test_a_program_that_should_end_by_itself_and_does_not_is_stopped():
    child = Process("Idler", [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(EngineFailed, match=r"Idler did not end within 0.1 s"):
        child.finish(within=0.1)
    assert not alive(child.pid)


def test_every_listener_has_a_port_of_its_own():
    listeners = [listen() for _ in range(20)]
    try:
        assert len({listener.getsockname() for listener in listeners}) == 20
        assert {listener.getsockname()[0] for listener in listeners} == {"127.0.0.1"}
    finally:
        for listener in listeners:
            listener.close()
