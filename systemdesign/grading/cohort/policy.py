"""What being late costs, as a small TOML file says it.

    deadline = 2026-12-01T23:59:00+01:00
    grace = 15              # minutes after the deadline that are not late yet
    penalty = 10            # percent for each day begun after that
    of = "reached"          # of the points reached, or of the "maximum"
    most = 3                # after so many days nothing counts
    floor = 50              # percent of the points reached that stay, until then

    [extensions]
    "Ada Lovelace" = 2    # days more, or another deadline

Only `deadline` is needed. A day is 24 hours, whatever clocks do that night: times are compared in UTC.
"""

import math
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from systemdesign.grading.lab import Unusable

DAY = timedelta(days=1)
WHEN = "such as 2026-12-01T23:59:00+01:00: the day, the time, and how far the clock is from UTC"
NUMBERS = {
    "grace": ("minutes, such as 15", 0, 100_000),
    "penalty": ("percent for each day begun, from 0 to 100", 0, 100),
    "most": ("days, such as 3", 0, 10_000),
    "floor": ("percent of the points reached that stay, from 0 to 100", 0, 100),
}
OF = {"reached": "reached", "maximum": "possible"}


@dataclass(frozen=True)
class Standing:
    """What one hand-in comes to: days begun after its deadline, the points lost to them, and what is left."""

    days: int = 0
    penalty: Fraction = Fraction(0)
    final: Fraction = Fraction(0)
    deadline: datetime | None = None


@dataclass(frozen=True)
class Policy:
    """Late days and what they cost. Percentages are exact; `most` is None where every day counts."""

    deadline: datetime
    grace: timedelta = timedelta()
    penalty: Fraction = Fraction(0)
    of: str = "reached"
    most: Fraction | None = None
    floor: Fraction = Fraction(0)
    extensions: dict = field(default_factory=dict)

    def due(self, student):
        """The student's own deadline, in UTC."""
        extension = self.extensions.get(student, timedelta())
        return extension if isinstance(extension, datetime) else self.deadline + extension

    def days(self, student, handed_in):
        """Days begun between the end of the grace and the moment of the hand-in, ISO 8601; 0 where that is unknown."""
        if not handed_in:
            return 0
        return max(0, math.ceil((moment(handed_in) - self.due(student) - self.grace) / DAY))

    def standing(self, record, out_of):
        """Days, penalty and final points of a hand-in, exact: no rounding before the end."""
        points, days = Fraction(record.points), self.days(record.student, record.handed_in)
        lost = min(points, self.lost(points, Fraction(out_of), days))
        return Standing(days, lost, points - lost, self.due(record.student))

    @property
    def words(self):
        """What being late costs, for students too."""
        each = f"{shown(self.penalty)} percent of the points {OF[self.of]} for each day begun"
        told = [each if self.penalty else "nothing for the days themselves"]
        if self.grace:
            told.append(f"the first {shown(Fraction(self.grace / timedelta(minutes=1)))} minutes are free")
        if self.floor:
            told.append(f"{shown(self.floor)} percent of the points reached stay")
        if self.most is not None:
            told.append(f"after {shown(self.most)} days nothing counts")
        return "; ".join(told) + ". Points are rounded to hundredths, a half up."

    def lost(self, points, out_of, days):
        if self.most is not None and days > self.most:
            return points
        share = days * self.penalty / 100 * (points if self.of == "reached" else out_of)
        return min(share, points * (1 - self.floor / 100))


def standing(policy, record, out_of):
    """The same with no policy: nobody is late."""
    return policy.standing(record, out_of) if policy else Standing(final=Fraction(record.points))


def shown(points):
    """Points as text: hundredths, a half rounded up, and no zeros at the end. Canvas keeps two digits, too."""
    hundredths = math.floor(points * 100 + Fraction(1, 2))
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def moment(text):
    """An ISO 8601 time in UTC; without a zone it is taken for UTC, as a Record has it."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def read(path):
    """The policy in the file at `path`. Raises Unusable, which names the file and the key and says what to write."""
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError:
        raise Unusable(f"There is no policy {path}. Write one, with a line deadline = {WHEN}.") from None
    except (OSError, ValueError) as error:
        raise Unusable(f"{path} is not TOML ({error}). Write lines such as deadline = 2026-12-01T23:59:00Z.") from None
    try:
        return made(told)
    except Unusable as error:
        raise Unusable(f"{path}: {error}") from None


def made(told):
    strange = [key for key in told if key not in ("deadline", "of", "extensions", *NUMBERS)]
    if strange:
        raise Unusable(f"{strange[0]} is no key of a policy: those are deadline, of, {', '.join(NUMBERS)}, extensions.")
    if "deadline" not in told:
        raise Unusable(f"deadline is missing. Write one, {WHEN}.")
    if str(told.get("of", "reached")) not in OF:
        raise Unusable(f'of is {told["of"]!r}. Write of = "reached" (points) or of = "maximum".')
    given = {key: number(key, told[key]) for key in NUMBERS if key in told}
    if "grace" in given:
        given["grace"] = timedelta(seconds=float(given["grace"] * 60))
    extensions = told.get("extensions", {})
    if not isinstance(extensions, dict):
        raise Unusable('extensions is a table. Write [extensions], and below it lines such as "Ada Lovelace" = 2.')
    return Policy(
        deadline=time("deadline", told["deadline"]),
        of=told.get("of", "reached"),
        extensions={student: extension(student, value) for student, value in extensions.items()},
        **given,
    )


def number(key, value):
    words, least, most = NUMBERS[key]
    if not within(value, least, most):
        raise Unusable(f"{key} is {value!s}. Write {words}.")
    return Fraction(value)


def within(value, least, most):
    """Whether it is a number at all, no truth value, and from `least` to `most`."""
    known = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return known and math.isfinite(value) and least <= value <= most


def time(key, value):
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, datetime) or not found.tzinfo:
        raise Unusable(f"{key} is {value!s}, which has no time or no zone. Write one {WHEN}.")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise Unusable(f"{key} is {value!s}, outside the calendar. Write one {WHEN}.") from None


def extension(student, value):
    key = f"[extensions] {student!r}"
    if isinstance(value, (str, datetime)):
        return time(key, value)
    if not within(value, 0, 1000):
        raise Unusable(f"{key} is {value!s}. Write days more, from 0 to 1000, or another deadline, {WHEN}.")
    return timedelta(days=float(value))


def unknown(policy, students):
    """Who has an extension and is none of these students: a name that is spelt otherwise helps nobody."""
    return sorted(set(policy.extensions) - set(students))
