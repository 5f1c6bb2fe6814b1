"""Lab 05, part 4: whole lives, one after the other."""

import pytest

from systemdesign import stream
from systemdesign.grading.schedules import schedules

from .life import Chronicle
from .test_part_3_flushes import CALM, VERBS, lines, steps
from .test_part_4 import PART, seen


def day():
    """Writers of two keys, flushes, a table that is down for a while and loses answers."""
    chance, script, time = stream("day", seed=1), [], 0.0
    for value in range(1, 40):
        time += chance.expovariate(1 / 8)
        script.append((time, "set", chance.choice("ab"), value))
    script += [(37.3 * number, "flush") for number in range(1, 9)]
    script += [(61.7, "down"), (123.1, "up"), (207.9, "miss"), (211.3, "drop"), (241.1, "fail")]
    return script


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
def test_a_crash_at_each_ten_milliseconds_of_a_day(lab):
    script = day()
    for number in range(1, 33):
        time = 10.0 * number + 0.03
        crashes = [(time, "crash"), (time + 13.7 + number % 7, "crash")]
        told = seen(lab, *sorted(script + crashes, key=lambda step: step[0]), (2000, "up"), *CALM, seed=number)
        try:
            Chronicle(told, PART).walk().settled()
        except AssertionError as broken:
            when = f"The process crashed at {time:.1f} ms, and the next one at {crashes[1][0]:.1f} ms."
            raise AssertionError(f"{broken}. {when}") from None


@schedules("4.lives", targets=["a", "b"], verbs=[*VERBS, "crash", "crash"], until=60, most=10, examples=40)
@pytest.mark.rule(1, 2, 3, 4, 5, 6)
def test_whatever_happens_nothing_acknowledged_is_lost(lab, story):
    told = seen(lab, *steps(story.events, story.seed), (2000, "up"), *CALM, seed=story.seed)
    story.lines += lines(told)
    Chronicle(told, PART).walk().settled()


@schedules("4.slow", targets=["a", "b"], verbs=["set", "set", "flush", "crash"], until=60, most=10, examples=25)
@pytest.mark.rule(1, 2, 3, 4, 5, 6)
def test_on_a_slow_disk_nothing_acknowledged_is_lost(lab, story):
    told = seen(lab, *steps(story.events, story.seed), (2000, "up"), *CALM, seed=story.seed, sync=0.06)
    story.lines += lines(told)
    Chronicle(told, PART).walk().settled()
