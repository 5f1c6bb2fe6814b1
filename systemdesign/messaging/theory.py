"""Closed forms of chapter 11: places of an ack, late orders, copies that are worked twice, deliveries."""

from systemdesign.messaging import place


def wrong(ack, note):
    """How long, of the time that a consumer has a message, a crash leaves the customer uncharged or charged twice."""
    charge = place.CHARGE
    if ack == place.FIRST:
        return charge
    if note == place.WITH:
        return 0.0
    return round(abs(place.NOTED.get(note, place.ACKED[place.LAST]) - charge), 9)


def late(outage, load):
    """Until when after the beginning of an outage messages are late, in the fluid limit: T/(1-ρ)."""
    return round(outage / (1 - load), 9)


def waits(time, outage, load):
    """What a message waits that comes `time` after the outage began: T - t(1-ρ), or nothing."""
    return max(0.0, outage - time * (1 - load))


def works(messages, held, seconds, wait):
    """How often a message of a burst is worked on, on average, by two consumers who hold so many; None if not known.

    Once, while the last of those held is done in time. If all are handed out at once, and the second copies in time,
    twice for each that is not done within the wait.
    """
    done = int(wait / seconds + 1e-9)
    if held <= done:
        return 1.0
    if messages <= 2 * held and held <= 2 * done:
        first = min(held, messages)
        return 1 + (max(0, first - done) + max(0, messages - first - done)) / messages
    return None


def deliveries(fails, most):
    """How often a message is handed out whose handling fails with this probability: (1-qᵐ)/(1-q)."""
    return float(most) if fails == 1 else (1 - fails**most) / (1 - fails)
