"""The class on one page, for the instructor: points, broken rules, hints, and who has no grade and why."""

import re
from collections import Counter, defaultdict
from statistics import mean, median, quantiles

from systemdesign.grading.cohort.gradebook import out_of, parts
from systemdesign.grading.cohort.page import page
from systemdesign.grading.cohort.policy import standing
from systemdesign.grading.verdict import State

HINTS, NUMBER = 12, re.compile(r"-?\d+(?:\.\d+)?")
"""How many hints are listed, and what differs between two that are the same."""


def summary(records, lab, policy=None, changes=None):
    """The page, HTML as text. `changes` are those against an earlier run (`difference.changes`), None without one."""
    judged = [record for record in records if record.grade]
    finals = [float(standing(policy, record, out_of(lab)).final) for record in records if not record.failed]
    return page(
        "summary.html",
        lab=lab,
        out_of=out_of(lab),
        records=records,
        judged=judged,
        policy=policy,
        figures=figures(finals),
        points=histogram(finals, out_of(lab)),
        parts=[(number, part, states(judged, number)) for number, part in lab.parts.items()],
        rules=broken(judged, lab),
        hints=hints(judged),
        notes=notes(judged),
        without=[record for record in records if not record.grade],
        late=late(records, policy, lab),
        versions=versions(records),
        times=times(records),
        changes=changes,
    )


def figures(points):
    """{"mean": 7.5, ...} of a list of points; empty for nobody. Quartiles are those of the class itself, as a
    population (`statistics.quantiles`, method inclusive)."""
    if not points:
        return {}
    low, _, high = quantiles(points, n=4, method="inclusive") if len(points) > 1 else points * 3
    return {
        "mean": mean(points),
        "median": median(points),
        "lower quartile": low,
        "upper quartile": high,
        "least": min(points),
        "most": max(points),
    }


def histogram(points, most):
    """[(first, last, students), ...]: whole points, several to a column where there are more than twenty. What a
    penalty leaves in between counts as the whole points below it."""
    width = max(1, -(-(most + 1) // 21))
    counts = Counter(min(int(value), most) // width for value in points)
    return [(first, min(first + width - 1, most), counts[first // width]) for first in range(0, most + 1, width)]


def states(judged, number):
    """How many have each state of a part, in the order of the states, and their mean points."""
    found = [parts(record)[number] for record in judged if number in parts(record)]
    counts = Counter(part["state"] for part in found)
    return {state.value: counts[state.value] for state in reversed(State)}, (
        mean(part["points"] for part in found) if found else 0
    )


def broken(judged, lab):
    """[(part, rule, its text, students)], the most often broken first. A part shows the rules of the first check that
    fails; so this counts where students stand, not all that is wrong."""
    counts = Counter(
        (number, rule)
        for record in judged
        for number, part in parts(record).items()
        if part["state"] == State.WRONG
        for rule in part["rules"]
    )
    texts = {number: lab.rules(number) for number in lab.parts}
    return [
        (number, rule, texts.get(number, {}).get(rule, ""), count)
        for (number, rule), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def hints(judged):
    """[(part, one such hint, students)]: hints are the same when they differ in numbers alone."""
    groups = defaultdict(list)
    for record in judged:
        for number, part in parts(record).items():
            if part["hint"] and part["state"] != State.RIGHT:
                groups[number, NUMBER.sub("0", part["hint"])].append(part["hint"])
    most = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(number, min(group), len(group)) for (number, _), group in most[:HINTS]]


def notes(judged):
    """[(student, part, note)] where a notebook's signs disagree about the cell that was judged."""
    every = ((one.student, number, part.get("note")) for one in judged for number, part in parts(one).items())
    return [row for row in every if row[2]]


def late(records, policy, lab):
    """[(student, days, points lost, final)] of those who were late, the latest first."""
    stood = [(record.student, standing(policy, record, out_of(lab))) for record in records if not record.failed]
    found = [(student, one.days, one.penalty, one.final) for student, one in stood if one.days]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def versions(records):
    """[(course, lab's checks, students)]: more than one row means that not all were judged alike."""
    return sorted((*key, count) for key, count in Counter((one.course, one.checks) for one in records).items())


def times(records):
    """First and last hand-in and grade, and the seconds that the judges took."""
    handed, graded = (
        sorted(time for record in records if (time := getattr(record, key))) for key in ("handed_in", "graded")
    )
    seconds = sum(part["seconds"] for record in records for part in parts(record).values())
    return {
        "handed": (handed[0], handed[-1]) if handed else None,
        "graded": graded and (graded[0], graded[-1]),
        "seconds": seconds,
    }
