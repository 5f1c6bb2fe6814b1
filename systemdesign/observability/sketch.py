"""The guide's collector, as it stands there."""


class MetricsCollector:
    """Counters, gauges and histograms, by name and tags."""

    def __init__(self):
        self.counters = {}
        self.gauges = {}
        self.histograms = {}

    def increment_counter(self, name, value=1, tags=None):
        key = self._make_key(name, tags)
        self.counters[key] = self.counters.get(key, 0) + value

    def set_gauge(self, name, value, tags=None):
        self.gauges[self._make_key(name, tags)] = value

    def record_histogram(self, name, value, tags=None):
        self.histograms.setdefault(self._make_key(name, tags), []).append(value)

    def _make_key(self, name, tags):
        if not tags:
            return name
        return name + "," + ",".join(f"{tag}={tags[tag]}" for tag in sorted(tags))
