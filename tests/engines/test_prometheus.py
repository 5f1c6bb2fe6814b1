"""Prometheus: what it scrapes and answers, and how its program is found or brought."""

import re
import socket
import threading
from itertools import pairwise
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from systemdesign.engines import EngineFailed, available
from systemdesign.engines.child import ports as port_choice
from systemdesign.engines.prometheus.server import Prometheus
from systemdesign.engines.prometheus.target import Target

needs_prometheus = pytest.mark.skipif(not available("prometheus"), reason=available("prometheus").reason)
SHOWN = '# TYPE said counter\nsaid{word="a \\"b\\" \\\\ \\n c"} 0.1\n'


@pytest.fixture(scope="module")
def idle():
    """One that has nothing to scrape."""
    with Prometheus([]) as running:
        yield running


def scraped(target):
    with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{target.port}/metrics", timeout=10) as answer:
        return answer.read().decode()


@needs_prometheus
def test_it_scrapes_its_targets_and_knows_their_samples_by_label_and_time():
    counts = iter(range(1, 1000))
    with (Target(lambda: f"{SHOWN}count {next(counts)}\n") as target, Target(lambda: "other 7\n") as other,
          Prometheus([target.port, other.port], every=0.3) as prometheus):
        for each in (target, other):
            each.wait_for(5)
        (labels, samples), = prometheus.query("count[1m]")
        assert labels["instance"] == f"127.0.0.1:{target.port}"
        assert prometheus.query("said")[0][0]["word"] == 'a "b" \\ \n c'
        assert [prometheus.value("said"), prometheus.value("other")] == [0.1, 7]
        times, values = zip(*samples)
        assert len(samples) > 2
        assert all(before < after for series in (times, values) for before, after in pairwise(series))
        assert [prometheus.value("count", at=time) for time in times] == list(values)


@needs_prometheus
def test_an_answer_keeps_every_bit(idle):
    assert idle.value("vector(0.1) + vector(0.2)") == 0.1 + 0.2
    assert idle.value("vector(1) / 0") == float("inf")


@needs_prometheus
@pytest.mark.parametrize("at", [1_796_030_454.001 + 0.037 * number for number in range(27)])
def test_it_is_asked_for_a_time_to_the_millisecond(idle, at):
    assert idle.value("vector(time())", at=at) == round(at, 3)


@needs_prometheus
def test_a_range_gives_the_samples_with_their_times(idle):
    (labels, samples), = idle.query("vector(time())[2s:1s]", at=100.5)
    assert labels == {}
    assert samples[-2:] == [(99, 99), (100, 100)]


@needs_prometheus
@pytest.mark.parametrize("expression", ["none", "vector(1) or label_replace(vector(2), 'a', 'b', '', '')"])
def test_a_value_is_one_or_it_is_a_mistake(idle, expression):
    with pytest.raises(ValueError, match="values to unpack"):
        idle.value(expression)


@needs_prometheus
def test_what_it_does_not_understand_it_says_in_its_own_words(idle):
    with pytest.raises(EngineFailed, match="unknown function with name"):
        idle.query("sketch(x)")


@needs_prometheus
def test_it_listens_to_this_machine_only(idle):
    with pytest.raises((ConnectionRefusedError, TimeoutError)):
        socket.create_connection(("127.0.0.2", idle.port), timeout=1)


@needs_prometheus
def test_two_run_side_by_side_and_neither_is_taken_for_the_other(idle):
    with Prometheus([]) as other:
        assert other.ready()
        other.port = idle.port
        assert not other.ready()


@needs_prometheus
def test_where_a_port_is_taken_it_tries_another(idle, monkeypatch):
    free = port_choice.free_port
    monkeypatch.setattr(port_choice, "free_port", lambda highest: chosen.pop(0) if chosen else free(highest))
    chosen = [idle.port]
    with Prometheus([]) as second:
        assert second.port != idle.port
    assert not chosen


@needs_prometheus
def test_settings_that_it_does_not_accept_are_shown_in_its_own_words():
    with pytest.raises(EngineFailed, match="ended with exit code"):
        Prometheus([], every=-1.0).__enter__()


@needs_prometheus
def test_afterwards_its_folder_and_its_port_are_free():
    with Prometheus([]) as gone:
        folder, port = Path(gone.folder), gone.port
        assert (folder / "data").is_dir()
    assert not folder.exists()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))


def test_a_target_answers_each_scrape_with_what_it_shows_then_and_counts_them():
    shown = iter(["one 1\n", "two 2 # \u00fc\n"])
    with Target(lambda: next(shown)) as target:
        assert [scraped(target), scraped(target)] == ["one 1\n", "two 2 # \u00fc\n"]
        target.wait_for(2)
        assert target.scrapes == 2


def test_what_happens_after_a_scrape_is_over_before_the_next():
    value, slow = [0], threading.Event()

    def after(number):
        value[0] = 50
        slow.wait(0.05 if number == 1 else 0)
        value[0] = number

    with Target(lambda: f"gauge {value[0]}\n", after) as target:
        assert [scraped(target) for _ in range(3)] == ["gauge 0\n", "gauge 1\n", "gauge 2\n"]


def test_scrapes_that_never_come_are_not_waited_for_for_ever():
    with Target(lambda: "") as target:
        scraped(target)
        with pytest.raises(TimeoutError, match=re.escape("1 scrapes came within 0.01 s, and 2 were waited for.")):
            target.wait_for(2, within=0.01)


def test_a_target_that_is_gone_leaves_its_port_and_no_thread():
    with Target(lambda: "") as target:
        scraped(target)
    assert "target" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(OSError, match="refused"):
        scraped(target)
