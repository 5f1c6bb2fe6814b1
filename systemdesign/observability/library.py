"""Prometheus's own library for Python, told what our metrics are told, and its parser, which reads both."""

from systemdesign.observability.metrics import Metrics
from systemdesign.observability.series import DEFAULT

DAY = (("visits_total", "counter", ("shop",), 2.0), ("visits_total", "counter", ('"at" C:\\new\nlines',), 1.0),
       ("waiting", "gauge", (), 3.0), ("waiting", "gauge", (), -1.0),
       ("took_seconds", "histogram", ("shop",), 0.022), ("took_seconds", "histogram", ("shop",), 0.25),
       ("took_seconds", "histogram", ("shop",), 12.5))
"""What happens: (family, its kind, the values of its labels, by how much it rises or what it is told)."""
TEXT = 'What is counted, in "units" of \\ and\nnewlines.'


def ours(events=DAY, bounds=DEFAULT):
    """Our exposition of these events."""
    metrics = Metrics()
    for name, kind, values, amount in events:
        options = {"bounds": bounds} if kind == "histogram" else {}
        series = getattr(metrics, kind)(name, TEXT, *_labels(values), **options)(*values)
        series.observe(amount) if kind == "histogram" else series.add(amount)
    return metrics.exposition()


def theirs(events=DAY, bounds=DEFAULT):
    """That of prometheus_client."""
    import prometheus_client as official

    registry, families = official.CollectorRegistry(), {}
    for name, kind, values, amount in events:
        if name not in families:
            options = {"buckets": bounds} if kind == "histogram" else {}
            declare = getattr(official, kind.capitalize())
            families[name] = declare(name, TEXT, _labels(values), registry=registry, **options)
        series = families[name].labels(*values) if values else families[name]
        series.observe(amount) if kind == "histogram" else series.inc(amount)
    return official.generate_latest(registry).decode()


def _labels(values):
    return ("where",) if values else ()


def read(text):
    """What prometheus_client's parser makes of an exposition: {family: (kind, text, {(sample, labels): value})}.

    Without the times at which its own series were made (`_created`), which Prometheus's text format does not know. A
    bucket goes by the number of its bound, which may be written in more than one way.
    """
    from prometheus_client.parser import text_string_to_metric_families

    return {family.name: (family.type, family.documentation,
                          {(sample.name, *_numbered(sample.labels)): sample.value for sample in family.samples})
            for family in text_string_to_metric_families(text) if not family.name.endswith("_created")}


def _numbered(labels):
    return [(name, float(value) if name == "le" else value) for name, value in sorted(labels.items())]
