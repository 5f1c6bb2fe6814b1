"""The end of the line."""


class Gone(Exception):
    """The other end is lost; the message says why."""
