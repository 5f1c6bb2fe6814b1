"""A log that a primary of epoch 5 takes over, and its mark."""

TAKEN = [(1, None, None, None), (1, "x", "a", "one"), (1, "", 0, ""), (2, "x", None, "two")]
MARK = (5, None, None, None)
