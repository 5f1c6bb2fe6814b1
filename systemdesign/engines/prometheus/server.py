"""A Prometheus server that scrapes what it is given, and answers questions in its language."""

import json
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.housed import Housed
from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process

WEB = build_opener(ProxyHandler({}))  # whatever proxy this machine has for the world outside


class Prometheus(Housed):
    """A real Prometheus on 127.0.0.1:`port`, as a context manager, gone without a trace after.

    It scrapes /metrics at the ports `targets` of this machine every `every` seconds, and asks nobody else. A scrape
    that is not answered within that time has failed. The first one comes after five seconds, for so long it takes
    before it looks at what its targets are (`updatert` in Prometheus's discovery/manager.go).
    """

    prefix = "prometheus-"

    def __init__(self, targets, every=1.0):
        self.program, self.targets, self.every = program("prometheus"), list(targets), every

    def end(self):
        """Kill it."""
        if self.process:
            self.process.kill()  # asked to end, it first writes down what nobody will read
        super().end()

    def start(self):
        """Start it on its port."""
        self._file.write_text(json.dumps(self._settings()))  # every JSON file is one in YAML (YAML 1.2.2, 1.2)
        self.process = Process("Prometheus", [
            self.program, f"--config.file={self._file}", f"--storage.tsdb.path={self.folder}/data",
            f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=warn"])
        self.process.wait_until(self.ready)

    def _settings(self):
        hosts = [f"127.0.0.1:{port}" for port in self.targets]
        return {"global": {"scrape_interval": f"{round(self.every * 1000)}ms"},
                "scrape_configs": [{"job_name": "course", "static_configs": [{"targets": hosts}]}]}

    @property
    def _file(self):
        return Path(self.folder, "prometheus.yml")

    def ready(self):
        """Whether this very process answers questions: another may have taken the port."""
        try:
            return self._ask("status/flags")["config.file"] == str(self._file)
        except (OSError, EngineFailed):
            return False

    def query(self, expression, at=None):
        """What it answers at the time `at`, in seconds since 1970, or now: a list of (labels as a dict, value).

        For a range, such as "clicks_total[5s]", a value is the list of its samples, (time, value) each.
        Raises EngineFailed, with Prometheus's own words, where it does not understand.
        """
        answer = self._ask("query", query=expression, **({} if at is None else {"time": f"{at:.3f}"}))
        return [(each["metric"], _value(each)) for each in answer["result"]]

    def value(self, expression, at=None):
        """The one value that it answers; ValueError where there is none, or several."""
        (_, value), = self.query(expression, at)
        return value

    def _ask(self, path, **words):
        try:
            with WEB.open(f"http://127.0.0.1:{self.port}/api/v1/{path}?{urlencode(words)}", timeout=10) as answer:
                return json.load(answer)["data"]
        except HTTPError as refused:
            raise EngineFailed(f"Prometheus does not answer. It says:\n{refused.read().decode()}") from None


def _value(series):
    """The value of one series in an answer, or its samples; Prometheus writes numbers so that no bit is lost."""
    if "values" in series:
        return [(time, float(value)) for time, value in series["values"]]
    return float(series["value"][1])
