"""Bring Prometheus where it is missing and can be had: python -m systemdesign.engines.prometheus."""

from systemdesign.engines.prometheus.debian import PACKED

if __name__ == "__main__":
    PACKED.main("prometheus")
