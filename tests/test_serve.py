"""`python -m systemdesign serve`, as a reader types it: it starts, tells, and ends without leaving anything behind."""

import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import psutil
import pytest
from click.testing import CliRunner

from systemdesign import serving
from systemdesign.__main__ import main
from systemdesign.engines import available
from systemdesign.engines.child.installed import ENGINES
from tests.processes import all_gone

SERVE = [sys.executable, "-m", "systemdesign", "serve", "url_shortener", "--port", "0"]
BOTH = ["--database", "postgres", "--cache", "valkey"]
needs_both = pytest.mark.skipif(not (available("postgres") and available("valkey")), reason="the engines' wheels")


def typed(*words):
    return CliRunner().invoke(main, ["serve", *words])


@contextmanager
def started(*options, out=subprocess.PIPE, **environment):
    """The command as a process, which is killed after the block if it still runs."""
    child = subprocess.Popen([*SERVE, *options], stdout=out, stderr=subprocess.PIPE, text=True,
                             env=os.environ | environment)
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def address(child):
    """Where it listens, once it says so."""
    return re.search(r"http://[\d.:]+", child.stdout.readline())[0]


def post(home, url="https://example.org/a"):
    return httpx.post(home, content=url, trust_env=False, timeout=20).text.strip()


def get(url):
    return httpx.get(url, trust_env=False, timeout=20)


def ended(child, number=signal.SIGTERM):
    """The exit code, the last line and what it complained of, after a signal."""
    child.send_signal(number)
    told, complaints = child.communicate(timeout=60)
    return child.returncode, told.splitlines()[-1], complaints


def offspring(child):
    return [one.pid for one in psutil.Process(child.pid).children(recursive=True)]


def test_without_a_name_the_services_are_listed():
    told = typed()
    assert told.exit_code == 0
    assert "url_shortener: A URL shortener" in told.output


def test_every_service_has_a_line_of_help():
    assert len(typed().output.splitlines()) == len(serving.services()) >= 1
    assert "--database" in typed("url_shortener", "--help").output


@pytest.mark.parametrize(("words", "hint"), [
    (("url_shortner",), "Did you mean 'url_shortener'? There is: "),
    (("url_shortener", "--database", "oracle"), "'sqlite', 'postgres'"),
    (("url_shortener", "--database", "postgres", "--file", "links.db"), "--file is for SQLite"),
    (("url_shortener", "--port", "70000"), "--port")])
def test_what_cannot_be_served_ends_with_code_2_and_a_way_out(words, hint):
    told = typed(*words)
    assert told.exit_code == 2
    assert hint in told.output


def test_a_port_in_use_is_named_and_another_way_shown():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = typed("url_shortener", "--port", port)
    assert told.exit_code == 2
    assert f"Port {port} of 127.0.0.1 cannot be had (Address already in use)" in told.output
    assert "--port 0" in told.output


@pytest.mark.parametrize(("engine", "options"), [("postgres", BOTH[:2]), ("valkey", BOTH[2:])])
def test_a_missing_engine_is_named_with_what_to_type(monkeypatch, engine, options):
    monkeypatch.setitem(ENGINES, engine, replace(ENGINES[engine], client="no_such_client"))
    told = typed("url_shortener", "--port", "0", *options)
    assert told.exit_code == 2
    assert "pip install" in told.output and ENGINES[engine].name in told.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_in_order_says_what_it_did_and_leaves_no_file(tmp_path, number):
    with started(TMPDIR=str(tmp_path)) as child:
        home = address(child)
        assert get(post(home)).status_code == 302
        assert get(f"{home}/nothere").status_code == 404
        assert len(list(tmp_path.iterdir())) == 1
        assert ended(child, number) == (
            0, "Ended. Links: 1. Requests: 3 (1 shortened, 1 followed, 1 refused).", "")
    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_is_kept_open_does_not_hold_it_up():
    with started() as child, httpx.Client(base_url=address(child), trust_env=False) as client:
        client.get("/nothere")
        assert ended(child)[0] == 0


@pytest.mark.skipif(not shutil.which("curl"), reason="curl")
def test_the_lines_it_shows_can_be_typed():
    with started() as child:
        home = address(child)
        lines = [child.stdout.readline().partition("#")[0].split() for _ in range(4)][1:]
        code = subprocess.run(["curl", "-s", *lines[0][1:]], capture_output=True, text=True).stdout.strip()[-7:]
        told = [subprocess.run(["curl", "-si", *(word.replace("CODE", code) for word in line[1:])],
                               capture_output=True, text=True).stdout.split()[1] for line in lines[1:]]
    assert [line[0] for line in lines] == ["curl"] * 3 and all(home in line[-1] for line in lines)
    assert told == ["302", "204"]


def test_a_file_keeps_the_links_for_the_next_time(tmp_path):
    kept = ["--file", str(tmp_path / "links.db"), "--codes", "counter"]
    with started(*kept) as child:
        assert post(address(child)).endswith("/0000000")
        assert ended(child)[0] == 0
    with started(*kept) as child:
        home = address(child)
        assert get(f"{home}/0000000").headers["location"] == "https://example.org/a"
        assert post(home).endswith("/0000001")


def test_what_was_told_is_kept_even_if_it_is_killed(tmp_path):
    kept = ["--file", str(tmp_path / "links.db")]
    with started(*kept) as child:
        code = post(address(child))[-7:]
        child.kill()
    with started(*kept) as child:
        assert get(f"{address(child)}/{code}").status_code == 302


def test_an_edge_does_not_keep_that_there_is_no_link_for_there_may_be_one_soon():
    with started("--cache", "memory", "--codes", "counter") as child:
        home = address(child)
        assert get(f"{home}/0000000").status_code == 404
        assert get(post(home)).status_code == 302
        assert ended(child)[0] == 0


@needs_both
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_its_own_servers_end_with_it(number):
    with started(*BOTH) as child:
        code = post(address(child))
        assert [get(code).status_code for _ in range(2)] == [302, 302]
        assert httpx.delete(code, trust_env=False).status_code == 204
        assert get(code).status_code == 410
        pids = offspring(child)
        child.send_signal(number)
        child.communicate(timeout=60)
    assert len(pids) > 5  # PostgreSQL alone has several
    assert all_gone(pids)


@needs_both
def test_it_can_be_ended_while_it_starts():
    with started(*BOTH) as child:
        while not (pids := offspring(child)):
            pass
        child.send_signal(signal.SIGINT)
        told, complaints = child.communicate(timeout=60)
    assert (child.returncode, told, complaints) == (0, "", "")
    assert all_gone(pids)


def test_on_a_terminal_a_line_tells_what_goes_on():
    ours, theirs = pty.openpty()
    try:
        with started(out=theirs):
            home = re.search(r"http://[\d.:]+", seen(ours, "Ctrl-C"))[0]
            post(home)
            line = seen(ours, "Requests: 1 (1 shortened)").rpartition("\r\x1b[K")[2]
            assert re.match(r"\d+/s  Requests: 1 \(1 shortened\)", line)
    finally:
        os.close(ours)
        os.close(theirs)


def seen(terminal, words, within=20):
    """All that a terminal shows until these words come."""
    told = ""
    while words not in told:
        ready, _, _ = select.select([terminal], [], [], within)
        assert ready, f"only this was shown: {told!r}"
        told += os.read(terminal, 4096).decode()
    return told


def test_the_command_is_loaded_when_it_is_asked_for():
    code = "import sys, systemdesign.__main__; print('uvicorn' in sys.modules, 'systemdesign.serving' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert told.stdout.split() == ["False", "False"]
