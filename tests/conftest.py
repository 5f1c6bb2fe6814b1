"""What every test shares: reproducible Hypothesis runs, the repository's root, slow tests last, long ones sampled."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["pytester", "tests.sample"]

settings.register_profile("course", derandomize=True, deadline=None, database=None)
settings.load_profile("course")


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parent.parent


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
