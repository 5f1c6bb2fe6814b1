"""The kill matrix, after the tests: which part each misconception lost, and to which check."""

KILL = "kill"


def rows(reports):
    """[lab, misconception, part, check or None] of each mutant that was judged, in order."""
    return sorted(value for report in reports for name, value in getattr(report, "user_properties", ()) if name == KILL)


def pytest_terminal_summary(terminalreporter):
    """A test's report carries its row, so that the rows of all of xdist's workers come together here."""
    found = rows(report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ()))
    if found:
        terminalreporter.section("kill matrix")
    for lab, name, part, check in found:
        killed = f"loses part {part}: {check}" if check else f"SURVIVES part {part}"
        terminalreporter.write_line(f"{lab}  {name:<36} {killed}")
