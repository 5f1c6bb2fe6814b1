"""A client that waits for each answer."""

from threading import Timer

from systemdesign.engines.http.patient import Patient
from tests.quiet import quietly


def test_what_falls_due_while_it_waits_is_never_asked(server):
    server.pause()
    Timer(0.4, server.resume).start()
    latencies = Patient(server.port, [0.05 * number for number in range(14)], work=0.0).run()
    assert latencies[0] > 0.3  # it was asked 0.05 s after the server was paused
    assert 1 < len(latencies) <= 14 - 6


def test_it_asks_again_at_the_first_time_due_after_an_answer_and_counts_from_then(server):
    latencies = quietly(lambda: Patient(server.port, [0.0, 0.04, 0.15], work=0.1).run())
    assert len(latencies) == 2
    assert all(0.1 <= latency < 0.14 for latency in latencies)


def test_where_nobody_is_kept_waiting_it_asks_each_time(server):
    assert len(quietly(lambda: Patient(server.port, [0.0, 0.1, 0.2], work=0.0).run())) == 3
