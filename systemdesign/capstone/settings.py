"""What every design has in common: times in seconds, shares, and counts."""

END = 600.0
"""The day's length."""
PATIENCE = 1.5
"""A client leaves after this time."""
LATE = 2.0
"""What an unanswered request counts as, in a quantile of latencies."""
PRODUCTS, ORDERS, UPDATES = 500, 0.12, 2.0
"""How many products there are (Zipf, exponent 1), the share of requests that order one, and changes a second."""
WORKERS = 2
"""Of an instance. Each is held until its request is done."""
WORK, READ, WRITE, PAY = 0.09, 0.03, 0.02, 0.08
"""Means, all exponential: of an instance, of a node for a product or an order, and of the payment."""
FLASH, SLOWER = 3.8, 4
"""The factors of the flash crowd, and of the slow database."""
LOSS, BROKEN, BOUNCE = 0.006, 0.9, 0.002
"""The share of tries that get lost, the same where an instance fails fast, and how soon that is known."""
FAILURES, PAUSE = 5, 10.0
"""Ejection: failures in a row, and how long."""
IN_A_ROW, OPEN_FOR = 5, 5.0
"""The breaker: failures in a row, and how long."""
BACKOFF = 0.1
"""The first pause before another try is at most this long, the next twice as much: full jitter."""
CONFIRM, CUT = 0.02, 1.5
"""A replica has an order so long after the primary; so long before its death the primary reaches no replica."""
TAKEOVER, REPAIR = 8.0, 45.0
"""How long there is no primary: until a replica takes over, or, without one, until it is repaired."""
