"""The rules of the alarm once more, over every event that was noted; times that lie on no bound by chance."""

from fractions import Fraction
from math import floor

from .telling import BESIDE, is_number

PAIRS = [[14.4, 3600, 300], [6, 21600, 1800]]
DEFAULTS = {"objective": 0.999}
ALONE = {"objective": 0.99, "pairs": [[3, 600, 60]]}
ODD = {"objective": 0.95, "pairs": [[4, 1000, 70], [1.5, 7000.5, 450]]}
LAST_SHORTEST = {"objective": 0.9, "pairs": [[2, 5000, 500], [5, 720, 60], [3, 900, 90]]}
ALARMS = [DEFAULTS, ALONE, ODD, LAST_SHORTEST]
NAMES = ["the defaults", "one pair", "odd windows", "three pairs, the second the shortest"]
RULE = "it fires when for at least one pair the budget is spent faster than its rate in both of its windows"


def pairs(given):
    return given.get("pairs", PAIRS)


def width(given):
    return min(short for _, _, short in pairs(given)) / 60


def windows(given):
    return sorted({seconds for _, *both in pairs(given) for seconds in both})


def longest(given):
    return max(long for _, long, _ in pairs(given))


def note(time, good, bad, which=0):
    return [time, which, "note", good, bad]


def ask(time, seconds, which=0):
    return [time, which, "spent", seconds]


def firing(time, which=0):
    return [time, which, "firing"]


def said(lab, script, *given, made=0.0):
    """What was answered to each question, in order of time. The alarms are made at `made`."""
    return lab.beside(BESIDE).alarms(script, *([made, one] for one in given or [DEFAULTS]))


class Noted:
    """Every event that one alarm was told of."""

    def __init__(self, given):
        self.allowed, self.pairs, self.width = 1 - given["objective"], pairs(given), Fraction(width(given))
        self.rows = []

    def note(self, time, good, bad):
        self.rows.append((floor(Fraction(time) / self.width) * self.width, good, bad))

    def seen(self, time, seconds):
        """[good, bad] of a window."""
        since = Fraction(time) - Fraction(seconds)
        rows = [row for row in self.rows if row[0] > since]
        return [sum(row[which] for row in rows) for which in (1, 2)]

    def spent(self, time, seconds):
        good, bad = self.seen(time, seconds)
        return bad / (good + bad) / self.allowed if good + bad else 0.0

    def firing(self, time):
        return any(min(self.spent(time, long), self.spent(time, short)) > rate for rate, long, short in self.pairs)

    def close(self, time):
        """Whether it is so near a rate that rounding would decide."""
        burns = [(self.spent(time, seconds), rate) for rate, *windows in self.pairs for seconds in windows]
        return any(abs(burn - rate) < 1e-6 * rate for burn, rate in burns)


def due(script, given, which=0):
    """What should be answered to each question of one alarm, as [its row, the answer]."""
    noted, found = Noted(given), []
    for row in sorted(script, key=lambda row: row[0]):
        if row[1] != which:
            continue
        if row[2] == "note":
            noted.note(row[0], *row[3:])
        elif row[2] == "spent":
            found.append([row, noted.spent(row[0], row[3])])
        else:
            assert not noted.close(row[0]), f"at {row[0]} s rounding decides"
            found.append([row, noted.firing(row[0])])
    return found


def same(found, right):
    if isinstance(right, bool):
        return found is right
    return is_number(found) and abs(found - right) <= 1e-9 * right


def differs(found, rows):
    """The first wrong answer, in a sentence, or None."""
    for one, (row, right) in zip(found, rows, strict=True):
        if not same(one, right):
            what = f"spent({row[3]:g})" if row[2] == "spent" else "firing()"
            return f"at {row[0]:g} s `{what}` is {shown(right)}, and you said {shown(one)}"
    return None


def shown(answer):
    return f"{answer:.6g}" if is_number(answer) else repr(answer)
