"""What a database says when it will not, with the numbers that PostgreSQL gives it."""


class Failed(Exception):
    """The transaction was rolled back. `code` is the SQLSTATE (PostgreSQL documentation, appendix A)."""

    code = "25P02"


class Conflict(Failed):
    """Somebody else's commit came between: do all of it again, in a new transaction."""

    code = "40001"


class Deadlock(Failed):
    """This transaction waited for one that waited for it: do all of it again."""

    code = "40P01"


class Duplicate(Failed):
    """There is a row with this key."""

    code = "23505"
