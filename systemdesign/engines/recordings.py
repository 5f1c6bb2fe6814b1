"""Measurements kept in a file, for machines where the engine cannot run."""

import json
import os
from pathlib import Path

from systemdesign.engines.errors import EngineMissing
from systemdesign.engines.measurement import Measurement

FOLDER = Path(__file__).with_name("recorded")
HOW = "SYSTEMDESIGN_ENGINES=record jupyter execute book/03_load_balancing.ipynb"


class Recordings:
    """One JSON file, one measurement a line, found by its plan.

    `kind` makes a measurement of a line with `from_json`; `how` is the command that records them again.
    """

    def __init__(self, path="haproxy.json", kind=Measurement, how=HOW):
        self.path, self.kind, self.how = FOLDER / path, kind, how

    def all(self):
        if not self.path.exists():
            return []
        return [self.kind.from_json(data) for data in json.loads(self.path.read_text())]

    def find(self, plan):
        """The recorded measurement of a plan; EngineMissing says which there are."""
        for measurement in self.all():
            if measurement.plan == plan:
                return measurement
        known = "\n".join(f"  {measurement.plan}" for measurement in self.all()) or "  (none)"
        raise EngineMissing(f"{plan} was never recorded. These were:\n{known}\n"
                            f"Where the engine runs, record the chapter's measurements with:\n  {self.how}")

    def keep(self, measurement):
        """Put it into the file, in place of an older one of the same plan."""
        others = [old for old in self.all() if old.plan != measurement.plan]
        lines = sorted(json.dumps(kept.to_json()) for kept in [*others, measurement])
        draft = self.path.with_suffix(".part")
        draft.write_text("[\n" + ",\n".join(lines) + "\n]\n")
        os.replace(draft, self.path)
