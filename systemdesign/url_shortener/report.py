"""What a running service of the course tells Prometheus: its answers, how long they took, and its processor's time."""

from systemdesign.observability.metrics import Metrics

CPU = "process_cpu_seconds_total"  # the name under which Prometheus's own libraries tell it
BOUNDS = tuple(1e-4 * 2 ** k for k in range(15))  # s, to 1.6


class Report:
    """Metrics of one process, whose processor's time so far is `worked()` seconds; those of its answers begin with
    its `name`."""

    def __init__(self, worked, name):
        self.metrics, self.worked = Metrics(), worked
        self.answers = self.metrics.counter(f"{name}_answers_total", "Answers.", "method", "status")
        self.seconds = self.metrics.histogram(
            f"{name}_answer_seconds", "From a request's head to its answer's.", "method", bounds=BOUNDS)
        self.cpu = self.metrics.counter(CPU, "The processor's time that this process has taken.")()

    def heard(self, method, status, seconds):
        """An answer."""
        self.answers(method, status).add()
        self.seconds(method).observe(seconds)

    def exposition(self):
        """All of it, as the text that Prometheus reads."""
        self.cpu.add(self.worked() - self.cpu.value)
        return self.metrics.exposition()
