"""Our metrics in a real Prometheus, whose answers ours must equal to the last bit."""

import pytest

from systemdesign.engines import available
from systemdesign.observability import measurement
from systemdesign.observability.measurement import ODD, ScrapePlan, Watched, collected, scraped, window
from systemdesign.observability.promql import increase
from tests.quiet import quietly

needs_prometheus = pytest.mark.skipif(not available("prometheus"), reason=available("prometheus").reason)
SHORT = {"every": 0.15, "window": 6, "restart": 6, "crowd": 3, "brief": 0.03, "rate": 50, "end": 2.0, "stall": 0.6}


@pytest.fixture(scope="module")
def live():
    """A run in which this machine did not stand still for long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYSTEMDESIGN_ENGINES", "live")
        return quietly(lambda: scraped.__wrapped__(**SHORT), stall=0.1, tries=3)


@pytest.fixture
def forget():
    """Whatever this process has measured or read, it does so anew, before and after."""
    scraped.cache_clear()
    yield
    scraped.cache_clear()


def agrees(found):
    """Whether Prometheus and we say the same of everything, to the last bit; of a mean, to a dozen digits."""
    for question, theirs, ours, _ in found.quantiles:
        assert theirs == (pytest.approx(ours, rel=1e-12) if question.startswith("avg") else ours), question
    for client, (theirs, ours) in found.read.items():
        assert theirs == ours, client
    for each in found.windows:
        assert (each["increase"], each["rate"]) == (each["increased"], each["rated"])


@needs_prometheus
def test_what_prometheus_answers_is_what_we_answer(live):
    agrees(live)
    assert len(live.quantiles) == 9


@needs_prometheus
def test_a_label_comes_back_as_it_was_written(live):
    assert live.word == ODD


@needs_prometheus
def test_a_crowd_between_two_scrapes_is_not_seen_and_is_counted(live):
    assert (live.seen, live.counted) == (0, live.plan.burst)


@needs_prometheus
def test_clicks_come_in_fractions_and_a_restart_is_seen_by_the_fall(live):
    calm, restarted = live.windows
    assert calm["increase"] % 1 > 0.01
    assert restarted["samples"][-1][1] < restarted["samples"][0][1]
    assert 0 < restarted["increase"] <= restarted["truth"] + 1


@needs_prometheus
def test_of_a_stall_one_client_has_one_latency_and_the_other_all(live):
    assert live.asked["open"] == 100
    assert live.asked["closed"] <= 100 - 25
    assert live.plan.p99 - 0.1 < live.p99["open"] < live.plan.p99 + 0.5  # a busy machine only adds to it
    assert live.p99["open"] > live.plan.stall * 0.9
    assert live.read["open"][0] == pytest.approx(1.0, abs=0.3)


def test_the_theory_of_the_stall_is_the_chapter_s():
    assert ScrapePlan(stall=10.0, end=200.0, rate=100, work=0.001).p99 == pytest.approx(8.2)


def test_without_an_engine_the_recording_is_shown_so_no_reader_needs_one(way, forget):
    way("recorded")
    assert not scraped().live
    assert scraped().source.startswith("Recorded on ")


def test_the_cells_of_a_notebook_share_one_run(way, forget):
    way("recorded")
    assert scraped() is scraped()


def test_every_recording_shows_what_the_chapter_says_of_it():
    found, = scraped.recordings.all()
    agrees(found)
    assert found.plan == ScrapePlan()
    read = {question: (theirs, true) for question, theirs, _, true in found.quantiles}
    assert read["histogram_quantile(0.95, alike_seconds_bucket)"] == (0.295, 0.22)
    assert read["histogram_quantile(0.95, slower_seconds_bucket)"] == (0.4425, 0.32)
    assert read["histogram_quantile(0.99, stalled_seconds_bucket)"] == pytest.approx((10, 31.8))
    assert read["avg(histogram_quantile(0.99, host_seconds_bucket))"] == pytest.approx((9.35, 23), abs=0.01)
    assert read["histogram_quantile(0.99, sum by (le) (host_seconds_bucket))"] == pytest.approx((28.26, 23), abs=0.01)
    for each in found.windows:
        assert each["increase"] == pytest.approx(4 * 2 / 1.8, abs=0.05)
        assert (len(each["samples"]), each["truth"]) == (10, 5)
    assert [found.windows[1]["samples"][place][1] for place in (0, -1)] == [42, 1]
    assert (found.seen, found.counted, found.word) == (0, 50, ODD)
    assert (found.asked["open"], found.asked["closed"]) == (400, pytest.approx(295, abs=10))
    assert found.p99["open"] == pytest.approx(found.plan.p99, abs=0.03)
    assert found.p99["closed"] < 0.01
    assert found.read["closed"][0] < 0.01 < 0.9 < found.read["open"][0] <= 1


@pytest.fixture
def process(monkeypatch):
    """The watched process after twelve scrapes, one a second from 1 on."""
    clock = [0.0]
    monkeypatch.setattr(measurement.time, "time", lambda: clock[0])
    monkeypatch.setattr(measurement.time, "sleep", lambda seconds: None)
    process, shown = Watched(ScrapePlan(every=1.0, window=4)), []
    for number in range(1, 15):
        clock[0] = float(number)
        shown.append((float(number), process.clicks.value))
        process.goes_on(number)
    process.shown = shown
    return process


def test_after_each_second_scrape_somebody_clicks_and_a_restart_forgets_all(process):
    assert [value for _, value in process.shown] == [40, 40, 41, 41, 42, 42, 43, 43, 44, 44, 45, 45, 0, 0]
    assert process.clicked == [2, 4, 6, 8, 10, 12, 14]
    assert "clicks_total 1.0\n" in process.exposition()


def test_a_crowd_has_come_and_gone_and_is_counted_once(process):
    assert (process.in_flight.value, process.answered.value) == (0, 50)


class Store:
    """Prometheus's answers from samples that are known."""

    def __init__(self, samples):
        self.samples = samples

    def query(self, over, end=None):
        seconds = float("inf") if end is None else int(over.rpartition("[")[2][:-3]) / 1000
        return [({}, [each for each in self.samples if end is None or end - seconds <= each[0] <= end])]

    def value(self, question, at):
        return question


def test_a_window_ends_between_two_samples_and_counts_the_clicks_within_it(process):
    found = window(process.plan, Store(process.shown), process, process.shown[:7])
    assert (found["start"], found["end"]) == (2.5, 6.5)
    assert found["samples"] == process.shown[2:6]
    assert found["truth"] == 2
    assert found["increased"] == increase(process.shown, 2.5, 6.5) == pytest.approx(4 / 3)
    assert found["increase"] == "increase(clicks_total[4000ms])"


class Late:
    """A target whose third scrape Prometheus never stores."""

    def __init__(self):
        self.scrapes, self.asked = 2, []

    def wait_for(self, scrapes):
        self.asked.append(scrapes)
        self.scrapes = scrapes

    def query(self, over):
        return [({}, [(number, 0) for number in range(1, self.scrapes) if number != 3])]


def test_a_scrape_that_was_lost_is_made_up_for_by_another():
    late = Late()
    assert len(collected(ScrapePlan(window=4), late, late)) == 6
    assert late.asked == [7, 8]
