"""What the grader's own grade shows after the tests: rules, kills, the score against the tool, and runs of a class."""

from collections import Counter

KILL, RULE, TOOLED, CLASS, ATTACK = "kill", "rule", "tooled", "class", "attack"


def rows(reports, kind):
    """The rows of one kind that the tests have recorded, in order."""
    return sorted(value for report in reports for name, value in getattr(report, "user_properties", ()) if name == kind)


def pytest_terminal_summary(terminalreporter):
    """A test's report carries its row, so that the rows of all of xdist's workers come together here."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ())]
    for title, kind, lines in SECTIONS:
        if found := rows(reports, kind):
            terminalreporter.section(title)
            for line in lines(found):
                terminalreporter.write_line(line)


def ruled(found):
    for stem, part, rule, checks, mutants, text in found:
        yield f"{stem:<18} {part}.{rule}  checks {checks:>2}  mutants {mutants:>2}  {text[:90]}"


def kills(found):
    for lab, part, rule, name, check in found:
        yield f"{lab:<18} {part}.{rule}  {name:<40} {check or 'SURVIVES'}"


def score(found):
    """A line for each part, and all who survive unexplained."""
    parts = Counter((stem, part, fate) for stem, part, fate, _ in found)
    for stem, part in sorted({key[:2] for key in parts}):
        killed, explained, survive = (parts[stem, part, fate] for fate in ("killed", "equivalent", "survives"))
        of = killed + explained + survive
        yield f"{stem:<18} part {part}: of {of} killed {killed}, equivalent {explained}, surviving {survive}"
    yield from (f"SURVIVES {name}" for _, _, fate, name in found if fate == "survives")


def runs(found):
    for name, kept, speed, points in found:
        yield f"{name:<6} interrupted with {kept} of 50 judged; then {speed}; {points}"


def attacks(found):
    """A line for each kind, and one for each attack that did anything."""
    kinds = Counter(kind for kind, *_ in found)
    for kind, of in [*sorted(kinds.items()), ("all", len(found))]:
        gained, harmed = (sum(row[at] for row in found if kind in (row[0], "all")) for at in (2, 3))
        yield f"{kind:<20} attacks {of:>3}  gained {gained:>2}  harmed {harmed:>2}"
    for kind, name, gained, harmed in found:
        if gained or harmed:
            yield f"{kind:<20} {name}: {'GAINED ' * gained}{'HARMED' * harmed}"


SECTIONS = [
    ("the rules of the labs", RULE, ruled),
    ("kill matrix", KILL, kills),
    ("mutants made by a tool", TOOLED, score),
    ("a class of fifty, graded", CLASS, runs),
    ("attacks on the grader", ATTACK, attacks),
]
