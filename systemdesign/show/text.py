"""A chart in words: its headline numbers as an aligned table, then its reading."""

from systemdesign.show.words import amount


def numbers_table(chart):
    """Rows of (label, amount, theory's amount or "")."""
    return [_row(n) for n in chart.numbers.values()]


def chart_text(chart):
    """The text/plain of a chart: rounded, aligned, the same on every machine."""
    rows = numbers_table(chart)
    labels, values = (max((len(row[k]) for row in rows), default=0) for k in (0, 1))
    lines = [_line(row, labels, values) for row in rows]
    return "\n".join([*lines, *([chart.reading] if chart.reading else [])]) or chart.title


def _line(row, labels, values):
    label, value, theory = row
    told = f"{label:<{labels}}  {value:>{values}}"
    return f"{told}  (theory {theory})" if theory else told


def _row(n):
    theory = "" if n.theory is None else amount(n.theory, n.unit, n.digits)
    return n.label, amount(n.value, n.unit, n.digits), theory
