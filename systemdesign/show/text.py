"""A chart in words: its headline numbers as an aligned table, then its reading."""


def amount(value, unit="", digits=3):
    """`value` with `digits` significant digits, never dropping a whole one, and its unit.

    1234567 s, 1,234 s, 12.3 s, 0.0123 s, 1.23e-6 s; whole values are shown in full.
    """
    return f"{_figure(value, digits)} {unit}".rstrip()


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


def _figure(value, digits):
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if -5 < exponent < 9:
        return f"{value:,.{max(0, digits - 1 - exponent)}f}"
    mantissa = f"{value:.{digits - 1}e}".partition("e")[0]
    return f"{mantissa}e{exponent}"
