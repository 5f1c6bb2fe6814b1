"""One protocol for every measurement on a real engine: live where the engine is, recorded elsewhere."""

import json
import os
import platform
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import wraps
from inspect import getfile, signature
from pathlib import Path

from systemdesign.engines.attempt import Overdue, attempt
from systemdesign.engines.child.errors import EngineMissing, cause, one_line
from systemdesign.engines.child.installed import available, program

WAYS = ("live", "recorded", "record")
VARIABLE = "SYSTEMDESIGN_ENGINES"
SHARED = ("plan", "made", "live")
LIMIT = 240.0
"""Seconds: less than the book's builder and nbval give a cell. The longest measurements take a quarter of that."""
HUNG = set()
"""Engines that have once let this time pass."""


class Plan:
    """What to measure, for a frozen dataclass to inherit: its defaults go without saying."""

    def asked(self):
        """What differs from the defaults: the plan's short name, and its key among recordings."""
        given = asdict(self)
        return {field.name: given[field.name] for field in fields(self) if given[field.name] != field.default}

    @classmethod
    def of(cls, asked):
        """A plan from keywords; lists become tuples, so that equal plans compare equal."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()})

    def __str__(self):
        return f"({', '.join(f'{name}={value!r}' for name, value in self.asked().items())})"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a `plan`, for a frozen dataclass to inherit; `made` says when, where and with what it was made."""

    plan: Plan
    made: dict
    live: bool = False

    @property
    def source(self):
        """One line to print under every figure: live or recorded, when, where, which versions."""
        how = f"{'Measured live' if self.live else 'Recorded'} on {self.made['date']}"
        why = f" It could not be measured here: {self.made['instead']}." if "instead" in self.made else ""
        return f"{how}: {self.made['engine']} on {self.made['machine']}, Python {self.made['python']}.{why}"

    def to_json(self):
        """What was found, without the plan and the circumstances, as plain data."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in SHARED}

    @classmethod
    def from_json(cls, found, **shared):
        """The result of which `to_json` made `found`; `shared` are the plan and the circumstances."""
        return cls(**found, **shared)


def measurement(engines, plan, result, slow=lambda plan: False):
    """Make `measure(plan)`, which gives what it found as a dict, a chapter's function `measure(**keywords)`.

    That takes the keywords of the `plan` and gives a `result`: live where `engines` runs (one name, or a tuple of
    several, which all must), else from its file of recordings; a plan that is `slow` is shown from its recording too,
    and so is one that this machine did not let end, or not within LIMIT seconds (too few open files, a folder that
    cannot be written, an engine that died): its `source` says why.
    The environment variable SYSTEMDESIGN_ENGINES decides otherwise: "live" refuses recordings, "recorded" uses
    nothing else, "record" measures and keeps the result.

    Raises EngineMissing where there is neither an engine nor a recording; ValueError for another word in the variable.
    """
    engines = (engines,) if isinstance(engines, str) else engines

    def decorate(measure):
        recordings = Recordings(measure, plan, result)

        @wraps(measure)
        def answered(**asked):
            wanted = plan(**asked)
            way = chosen_way(engines, slow(wanted))
            if way == "recorded":
                return recordings.find(wanted, "" if slow(wanted) else missing(engines))
            for engine in engines:
                program(engine)  # or say at once that there is none, before anything else starts
            try:
                found = attempt(lambda: measure(wanted), None if os.environ.get(VARIABLE) else patience(engines))
                found = result(**found, plan=wanted, made=here(engines), live=True)
            except Exception as error:  # whatever a machine refuses: a client library has errors of its own for each
                noted(error, engines)
                return recordings.instead(wanted, error)
            if way == "record":
                recordings.keep(found)
            return found

        answered.recordings, answered.__signature__ = recordings, signature(plan).replace(return_annotation=result)
        return answered

    return decorate


def noted(error, engines):
    """Remember engines that hung. Raises the error where the environment asks for a live measurement."""
    if os.environ.get(VARIABLE):
        raise error
    if isinstance(error, Overdue):
        HUNG.add(engines)


def patience(engines):
    """How long a measurement on them may take: another cell need not wait as long again for engines that have hung."""
    return LIMIT / 20 if engines in HUNG else LIMIT


def chosen_way(engines, slow):
    """What SYSTEMDESIGN_ENGINES says; else live where the engines are, unless it is `slow`, and recorded elsewhere."""
    runs = all(map(available, engines)) and not slow
    way = os.environ.get(VARIABLE) or ("live" if runs else "recorded")
    if way not in WAYS:
        raise ValueError(f"SYSTEMDESIGN_ENGINES={way!r}: use one of {', '.join(WAYS)}, or leave it unset.")
    return way


def missing(engines):
    """Why the first of the engines that cannot run here does not; nothing where nobody asked it to run."""
    reasons = [found.reason for found in map(available, engines) if not found]
    return "" if os.environ.get(VARIABLE) else reasons[0]


def here(engines):
    """When, where and with what a live measurement is made."""
    machine = f"{platform.system()} {platform.machine()} with {os.cpu_count()} processors"
    return {"date": date.today().isoformat(), "machine": machine,
            "engine": " and ".join(available(engine).reason for engine in engines), "python": platform.python_version()}


class Recordings:
    """What a chapter's function has measured and kept: recorded/<its name>.json in its room, found by the plan."""

    def __init__(self, measure, plan, result):
        self.name, self.plan, self.result = measure.__name__, plan, result
        self.path = Path(getfile(measure)).parent / "recorded" / f"{measure.__name__}.json"

    def all(self):
        """Each recording, as a result."""
        lines = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else []
        return [self._result(**line) for line in lines]

    def _result(self, plan, made, **found):
        return self.result.from_json(found, plan=self.plan.of(plan), made=made)

    def find(self, plan, why=""):
        """The recorded result of a plan, which says why it is not a live one; EngineMissing says which there are."""
        kept = self.all()
        for result in kept:
            if result.plan == plan:
                return replace(result, made=result.made | {"instead": one_line(why)}) if why else result
        known = "\n".join(f"  {self.name}{result.plan}" for result in kept) or "  (none)"
        raise EngineMissing(f"{self.name}{plan} was never recorded. These were:\n{known}\n"
                            f"Where the engine runs, record the chapter's measurements with:\n  {self.how}")

    def instead(self, plan, error):
        """The recorded result of a plan that an error ended, which is raised where there is none."""
        try:
            return self.find(plan, cause(error))
        except EngineMissing:
            raise error from None

    @property
    def how(self):
        """The command that records them all again."""
        return f"SYSTEMDESIGN_ENGINES=record jupyter execute book/*_{self.path.parent.parent.name}.ipynb"

    def keep(self, result):
        """Put it into the file, in place of an older one of the same plan."""
        others = [other for other in self.all() if other.plan != result.plan]
        lines = sorted(json.dumps(self.line(kept)) for kept in [*others, result])
        self.path.parent.mkdir(exist_ok=True)
        draft = self.path.with_suffix(".part")
        draft.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
        os.replace(draft, self.path)

    @staticmethod
    def line(result):
        """A result as plain data; `live` is left out, for what is recorded is not."""
        return {"plan": result.plan.asked(), "made": result.made, **result.to_json()}
