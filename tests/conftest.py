"""What every test shares: reproducible Hypothesis runs, the repository's root, slow tests last, long ones sampled."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["pytester", "tests.browsing", "tests.grading.matrix", "tests.sample", "tests.together"]

settings.register_profile("course", derandomize=True, deadline=None, database=None)
settings.load_profile("course")

QUIET = {"engines", "test_measurement"}
"""The folder and the modules whose tests measure real engines by the clock."""


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parent.parent


@pytest.fixture
def way(monkeypatch):
    """Says how a chapter's measurements are had: way("live"), way("recorded") or way("record")."""
    return lambda way: monkeypatch.setenv("SYSTEMDESIGN_ENGINES", way)


def pytest_collection_modifyitems(config, items):
    """The slow ones last; but first where there are two workers, lest one ends up waiting for the other."""
    for item in items:
        if item.path.parent.name in QUIET or item.path.stem in QUIET:
            item.add_marker("alone")
    first = hasattr(config, "workerinput")
    items.sort(key=lambda item: (item.get_closest_marker("slow") is not None) != first)
