"""A real Prometheus scrapes our metrics: what it answers, beside what we compute from the same numbers."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from systemdesign.engines.http.load import Load
from systemdesign.engines.http.patient import Patient
from systemdesign.engines.http.server import WebServer
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.prometheus.server import Prometheus
from systemdesign.engines.prometheus.target import Target
from systemdesign.observability.metrics import Metrics
from systemdesign.observability.promql import histogram_quantile, increase, rate
from systemdesign.observability.questions import declare
from systemdesign.sim.request import Request
from systemdesign.sim.trace import nearest_rank

BEGUN = 40  # clicks before the first scrape: it is no young process
ODD = 'say "no" to C:\\new\nlines'
CLIENTS = ("open", "closed")


@dataclass(frozen=True, kw_only=True)
class ScrapePlan(Plan):
    """Prometheus scrapes every `every` seconds, and looks at windows that hold `window` scrapes.

    After each second scrape somebody clicks; after scrape `restart` the clicks are counted from 0 again. After scrape
    `crowd` so many requests as `burst` says come at once, and are answered within `brief` seconds.

    Before that a server is asked `rate` times a second until `end`, for `work` seconds each time, and stands still for
    `stall` seconds from `stops` on.
    """

    every: float = 0.2
    window: int = 10
    restart: int = 12
    crowd: int = 5
    burst: int = 50
    brief: float = 0.1
    rate: int = 100
    work: float = 0.001
    stops: float = 1.0
    stall: float = 1.0
    end: float = 4.0

    @property
    def arrivals(self):
        """When the server is asked, in seconds from the start."""
        return [number / self.rate for number in range(round(self.rate * self.end))]

    @property
    def p99(self):
        """The seconds that one in a hundred waits for longer, in theory: what a stall leaves is worked off."""
        return self.stall - 0.01 * self.end * (1 - self.rate * self.work)

    @property
    def scrapes(self):
        """How many are needed: the second window begins half a window after the first, and ends before the last."""
        return self.window + self.window // 2 + 1


@dataclass(frozen=True)
class Scraped(Result):
    """What came of a ScrapePlan, all times in seconds.

    `quantiles` are [question, what Prometheus answers, what we answer, true value]. `windows` tell of the clicks, the
    second with the restart in it: Prometheus's `samples` from `start` to `end`, its `increase` and `rate`, our
    `increased` and `rated`, and how many clicks there were in `truth`. `seen` is the most requests in flight that it
    has seen, and `counted` how many it knows to be answered. `word` is what came back of a label, ODD.

    For an "open" client, who asks when that is due, and a "closed" one, who waits for each answer: how often each has
    `asked`, his `p99`, and what of it is `read` in buckets, by Prometheus and by us.
    """

    quantiles: list
    windows: list
    seen: float
    counted: float
    word: str
    asked: dict
    p99: dict
    read: dict


@cache  # it takes five seconds until Prometheus looks at its targets: the cells of a chapter share one run
@measurement(("prometheus", "http"), ScrapePlan, Scraped)
def scraped(plan):
    """Our metrics in a real Prometheus: `Scraped`. A process that asks again is told of the same run."""
    process = Watched(plan)
    with (Target(process.exposition, process.goes_on) as target,
          Prometheus([target.port], plan.every) as prometheus):
        latencies = stall(plan)  # until Prometheus begins to scrape
        process.tell(latencies)
        samples = collected(plan, target, prometheus)
        return {**asked_of(prometheus, process, samples[-1][0]),
                "windows": [window(plan, prometheus, process, samples[:last])
                            for last in (plan.window + 1, plan.scrapes)],
                "asked": {client: len(took) for client, took in latencies.items()},
                "p99": {client: nearest_rank(sorted(took), 0.99) for client, took in latencies.items()}}


class Watched:
    """The process that Prometheus watches: histograms of known values, clicks, requests in flight, and latencies."""

    def __init__(self, plan):
        self.plan, self.clicked, self.lasting = plan, [], Metrics()
        self.questions = declare(self.lasting)
        self.in_flight = self.lasting.gauge("in_flight", "Requests under way.")()
        self.answered = self.lasting.counter("answered_total", "Requests answered.")()
        waited = self.lasting.histogram("waited_seconds", "Latencies of a load test.", "client")
        self.waited = {client: waited(client) for client in CLIENTS}
        self.lasting.counter("odd_total", "With a label that must be escaped.", "word")(ODD).add()
        self._start()
        self.clicks.add(BEGUN)

    def _start(self):
        self.forgotten = Metrics()
        self.clicks = self.forgotten.counter("clicks_total", "Clicks since the process began.")()

    def exposition(self):
        """What it shows when it is scraped."""
        return self.lasting.exposition() + self.forgotten.exposition()

    def goes_on(self, number):
        """What happens after a scrape, and before the next."""
        if number % 2 == 0:
            self.clicks.add()
            self.clicked.append(time.time())
        if number == self.plan.restart:
            self._start()
        if number == self.plan.crowd:
            self.in_flight.set(self.plan.burst)
            time.sleep(self.plan.brief)
            self.in_flight.set(0)
            self.answered.add(self.plan.burst)

    def tell(self, latencies):
        """Show the latencies of each client."""
        for client, took in latencies.items():
            for latency in took:
                self.waited[client].observe(latency)


def stall(plan):
    """A server stands still while two clients ask it: {client: latencies}."""
    requests = [Request(number, work=plan.work) for number in range(len(plan.arrivals))]
    with WebServer("s1") as server, ThreadPoolExecutor(1) as thread:
        faults = [(plan.stops, server.pause), (plan.stops + plan.stall, server.resume)]
        closed = thread.submit(Patient(server.port, plan.arrivals, plan.work).run)
        outcomes = Load(server.port, plan.arrivals, requests, events=faults, timeout=plan.stall + 5).run()
        return {"open": [outcome.latency for outcome in outcomes], "closed": closed.result()}


def collected(plan, target, prometheus):
    """The samples of the clicks, once there are enough, and two more of what the process was told last."""
    samples, scrapes = [], max(plan.scrapes, target.scrapes + 2)
    enough = scrapes - 1  # of the last scrape Prometheus may not have made a sample yet
    while len(samples) < enough:
        target.wait_for(scrapes)
        (_, samples), = prometheus.query("clicks_total[10m]")
        scrapes += 1  # where one came too late, which makes no sample
    return samples


def asked_of(prometheus, process, at):
    """What Prometheus answers at a time, and what we do."""
    asked = "histogram_quantile(0.99, waited_seconds_bucket{{client='{}'}})"
    return {
        "quantiles": [[question.text, prometheus.value(question.text, at), question.ours, question.true]
                      for question in process.questions],
        "seen": prometheus.value("max_over_time(in_flight[10m])", at),
        "counted": prometheus.value("answered_total", at),
        "word": prometheus.query("odd_total", at)[0][0]["word"],
        "read": {client: [prometheus.value(asked.format(client), at), histogram_quantile(0.99, series.buckets())]
                 for client, series in process.waited.items()}}


def window(plan, prometheus, process, samples):
    """What a window says of the clicks that ends halfway between the last two of the samples."""
    end = round((samples[-2][0] + samples[-1][0]) / 2, 3)
    start = round(end - plan.window * plan.every, 3)
    over = f"clicks_total[{round(1000 * (end - start))}ms]"
    (_, inside), = prometheus.query(over, end)
    return {"start": start, "end": end, "samples": inside,
            "increase": prometheus.value(f"increase({over})", end), "rate": prometheus.value(f"rate({over})", end),
            "increased": increase(inside, start, end), "rated": rate(inside, start, end),
            "truth": sum(start < moment <= end for moment in process.clicked)}
