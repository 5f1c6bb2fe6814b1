"""What runs beside the student: the design as plain data, taken once."""

PLAIN = (bool, int, float, str, type(None))


def taken():
    """The name of what `design()` returned, and its pairs where it is a dict; a setting of another kind as its name."""
    given = book.design()  # noqa: F821
    if not isinstance(given, dict):
        return [type(given).__name__, []]
    return ["dict", [[plain(name), plain(setting)] for name, setting in dict(given).items()]]


def plain(value):
    return value if type(value) in PLAIN else f"a {type(value).__name__}"
