"""Amounts, counts and shares as a reading says them: no "1 keys", no "0.0 %" of something that is there."""


def amount(value, unit="", digits=3):
    """`value` with `digits` significant digits, never dropping a whole one, and its unit.

    1234567 s, 1,234 s, 12.3 s, 0.0123 s, 1.23e-6 s; whole values are shown in full.
    """
    return f"{_figure(value, digits)} {unit}".rstrip()


def count(number, thing, things=None):
    """How many of a thing there are: "no keys", "1 key", "1,234 keys"; `things` where an s is not enough.

    A mean of counts may be broken: "2.71 builds".
    """
    many = thing if number == 1 else things or f"{thing}s"
    return f"no {many}" if number == 0 else f"{amount(number)} {many}"


def percent(share, places=1):
    """A share from 0 to 1 as "42.9 %", to so many decimal `places`.

    Only nothing is "0 %", and only all of it "100 %": what rounds to them is "less than 0.1 %", "more than 99.9 %".
    """
    least = 10.0**-places
    if 0 < share < least / 200:
        return f"less than {least:.{places}f} %"
    if 1 - least / 200 < share < 1:
        return f"more than {100 - least:.{places}f} %"
    hundredths = round(share * 100, 9)
    return f"{hundredths:.{0 if hundredths == int(hundredths) else places}f} %"


def _figure(value, digits):
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if -5 < exponent < 9:
        return f"{value:,.{max(0, digits - 1 - exponent)}f}"
    mantissa = f"{value:.{digits - 1}e}".partition("e")[0]
    return f"{mantissa}e{exponent}"
