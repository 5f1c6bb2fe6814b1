"""The folder of a run: each record as soon as there is one, and the runs before it."""

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from systemdesign.grading.cohort.names import stem
from systemdesign.grading.cohort.record import Record
from systemdesign.grading.judges import Failed
from systemdesign.grading.lab import Unusable
from systemdesign.grading.machine import fault

OTHER = "{} holds something else than the grades of a class: give --out a new folder, or that of an earlier run."
ANOTHER = "{} holds the grades of lab {}: give --out another folder."
TAKEN = "Another run is writing to {}: wait for its end, or give --out another folder."
UNWRITABLE = "{} can't be written ({}): give --out another folder."


class Store:
    """`with Store(out, lab) as store:` nobody else writes to it meanwhile. Raises Unusable where it can't be used.

    `grades/NAME.json` is a record, `run.json` says of which lab they are, and `earlier/TIME/` holds a run before.
    """

    def __init__(self, out, lab):
        self.out, self.lab, self.grades = Path(out), lab, Path(out, "grades")

    def __enter__(self):
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            self.lock = os.open(self.out, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            if lack := fault(error):
                raise Failed(f"{self.out} can't be written: {lack}") from None
            raise Unusable(UNWRITABLE.format(self.out, error.strerror)) from None
        try:
            self.claim()
        except Unusable:
            os.close(self.lock)
            raise
        return self

    def claim(self):
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(TAKEN.format(self.out)) from None
        found = lab_of(self.out)
        if found is None and any(self.out.iterdir()):
            raise Unusable(OTHER.format(self.out))
        if found not in (None, self.lab):
            raise Unusable(ANOTHER.format(self.out, found))

    def __exit__(self, *error):
        os.close(self.lock)

    def begin(self, resume):
        """Go on, or put an earlier run aside and begin; {student: record} of what there is to go on with."""
        if not resume and self.grades.is_dir():
            self.put_aside()
        self.grades.mkdir(exist_ok=True)
        if lab_of(self.out) is None:
            begun = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
            write(self.out / "run.json", {"lab": self.lab, "begun": begun})
        for left in self.grades.glob(".*.part"):  # of a run that was killed as it wrote
            left.unlink()
        return {record.student: record for record in records(self.grades)}

    def put_aside(self):
        """All of the earlier run, but the runs before it, to `earlier/` and the time at which it began."""
        begun = json.loads((self.out / "run.json").read_text(encoding="utf-8"))["begun"]
        names = [begun, *(f"{begun}-{number}" for number in range(2, 10_000))]
        target = next(path for path in (self.out / "earlier" / name for name in names) if not path.exists())
        target.mkdir(parents=True)
        about = self.out / "run.json"  # the last to go: without it, nobody would know this folder again
        for path in sorted(self.out.iterdir(), key=lambda path: path == about):
            if path.name != "earlier":
                path.rename(target / path.name)

    def earlier(self):
        """The folder of the latest run that was put aside, or None."""
        found = [path for path in self.out.glob("earlier/*") if (path / "grades").is_dir()]
        return max(found, default=None)

    def save(self, record):
        write(self.grades / f"{stem(record.student)}.json", asdict(record))


def lab_of(out):
    """The lab whose grades a folder holds, or None."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return json.loads((out / "run.json").read_text(encoding="utf-8"))["lab"]
    return None


def write(path, data):
    """All of the file or nothing, whatever happens meanwhile."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(data, file, indent=1, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def records(folder):
    """The records in a folder, by student; a file that holds none is passed over."""
    found = []
    for path in Path(folder).glob("[!.]*.json"):
        with suppress(OSError, ValueError, TypeError):
            found.append(Record(**json.loads(path.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda record: record.student)
