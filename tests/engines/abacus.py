"""An engine that is Python itself, and what a chapter measures on it."""

import json
import platform
from dataclasses import dataclass, replace

import pytest

from systemdesign.engines.child import installed
from systemdesign.engines.measured import Plan, Result, measurement


@dataclass(frozen=True, kw_only=True)
class Sum(Plan):
    numbers: tuple = (1, 2)
    patience: float = 1.0


@dataclass(frozen=True)
class Found(Result):
    total: int


ABACUS = installed.Engine("Abacus", "abacus-wheel", (platform.system(),), f"{installed.__name__}:python",
                          ("-c", "print('Abacus version 1.0 of beads')"))
MADE = {"date": "2025-11-24", "machine": "a laptop", "engine": "Abacus 0.9", "python": "3.11.7"}


@pytest.fixture
def abacus(monkeypatch):
    """The engine is installed, and nothing is said about the way."""
    monkeypatch.setitem(installed.ENGINES, "abacus", ABACUS)
    monkeypatch.delenv("SYSTEMDESIGN_ENGINES", raising=False)


@pytest.fixture
def no_wheel(monkeypatch, abacus):
    monkeypatch.setitem(installed.ENGINES, "abacus", replace(ABACUS, path="no_such_wheel:path"))


@pytest.fixture
def plans():
    """The plans that were measured on the engine, in order."""
    return []


@pytest.fixture
def add(tmp_path, plans, abacus):
    """A chapter's function, with an empty file of recordings; a sum that needs two minutes is slow."""

    @measurement("abacus", Sum, Found, slow=lambda plan: plan.patience > 100)
    def add(plan):
        """The sum of some numbers."""
        plans.append(plan)
        return {"total": sum(plan.numbers)}

    add.recordings.path = tmp_path / "recorded.json"
    return add


def recorded(add, *lines):
    add.recordings.path.write_text(json.dumps([{"made": MADE, **line} for line in lines]))


def raising(error):
    def measure(plan):
        raise error

    return measure
