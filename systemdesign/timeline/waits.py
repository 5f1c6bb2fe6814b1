"""What a star's post does to everybody else's: one worker, and the posts that come behind it."""

from functools import lru_cache

from systemdesign.kernel.streams import stream

RATE, ORDINARY = 100, 200
"""Posts a second, and the followers of everybody but the star."""
BEFORE, AFTER = 5, 60  # s that are watched


@lru_cache(maxsize=64)
def waited(fans, inserts, seed=0):
    """(when, how long it waited) for each ordinary post round a star's, which comes at 0 s to one worker for all.

    Posts come at random, and are fanned out in turn.
    """
    random, time, found, due = stream("posts", seed).expovariate, -2.0 * BEFORE, [], True
    free = time
    while time < AFTER:
        time += random(RATE)
        if due and time >= 0:
            free, due = max(0.0, free) + fans / inserts, False
        free = max(free, time)
        if time >= -BEFORE:
            found.append((time, free - time))
        free += ORDINARY / inserts
    return found


def by_second(found):
    """The mean wait of the posts of each second, from BEFORE to AFTER, at the seconds' middles: xs and ys."""
    sums = {second: [0, 0.0] for second in range(-BEFORE, AFTER)}
    for time, wait in found:
        if time < AFTER:
            kept = sums[int(time // 1)]
            kept[0] += 1
            kept[1] += wait
    return [second + 0.5 for second in sums], [total / max(1, many) for many, total in sums.values()]
