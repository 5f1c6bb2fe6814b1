"""Lab 15, part 4: all rules at once, on days as short as can be, and on whole ones."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .burning import (
    ALARMS,
    RULE,
    Noted,
    ask,
    differs,
    due,
    firing,
    longest,
    note,
    pairs,
    said,
    same,
    shown,
    width,
    windows,
)


def decided(script, given):
    """Without the questions that rounding would decide."""
    noted, found = Noted(given), []
    for row in script:
        if row[2] == "note":
            noted.note(row[0], *row[3:])
        if row[2] != "firing" or not noted.close(row[0]):
            found.append(row)
    return found


SHORT = [{"objective": 0.9, "pairs": [[2, 180, 60]]}, {"objective": 0.75, "pairs": [[2, 90, 15], [1.2, 240, 60]]}]
HOW_MANY = {"few": 1, "many": 100}


def told(events, given):
    """What is noted, and asked after each note, and as each window has lost the last of it, or nearly so."""
    script = [note(event.time + 0.3, *(HOW_MANY[event.target] * one for one in DEEDS[event.verb])) for event in events]
    asked = [row[0] + 0.01 for row in script]
    asked += [row[0] + seconds + late for row in script[-1:] for seconds in windows(given) for late in (-0.4, 0.8)]
    for time in asked:
        script += [firing(time), *(ask(time, seconds) for seconds in windows(given))]
    return decided(sorted(script, key=lambda row: row[0]), given)


DEEDS = {"answer": (1, 0), "fail": (0, 1)}


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules("4.days", targets=[*HOW_MANY], verbs=[*DEEDS], until=300, most=6, examples=30)
def test_a_short_day_goes_as_the_rules_say(lab, story):
    given = SHORT[story.seed % 2]
    script = told(story.events, given)
    found, rows = said(lab, script, given), due(script, given)
    answers = iter(zip(found, rows, strict=True))
    for time, _, verb, *rest in script:
        line = f"{time:8.2f} s  {verb}({', '.join(map(str, rest))})"
        if verb != "note":
            one, (_, right) = next(answers)
            line += f" is {shown(right)}" + (f", and you said {shown(one)}" if not same(one, right) else "")
        story.lines.append(line)
    wrong = differs(found, rows)
    assert wrong is None, (
        f"With {given}, {wrong}. {RULE.capitalize()} (rule 4); a window is made of the buckets that began less than "
        "so many seconds ago (rule 2), numbered by the clock (rule 1)."
    )


def drawn(seed):
    """A day of traffic in bursts, with outages and pauses, and questions at odd moments."""
    rng, given = Random(seed), ALARMS[seed % len(ALARMS)]
    wide, end, time, script = width(given), longest(given), 0.0, []
    for _ in range(100):
        time += rng.choice([0.3 * wide, 2 * wide, 40 * wide, end / 20, end / 3]) * rng.uniform(0.3, 1.7)
        total, rate = rng.choice([0, 1, 50, 3_000]), rng.choice([0, 0, 1, 4, 20, 60]) * (1 - given["objective"])
        bad = round(total * min(1.0, rate * rng.uniform(0.5, 1.5)))
        script.append(note(time, total - bad, bad))
        script += [firing(time + 0.003 * wide)]
        script += [ask(time + 0.007 * wide, rng.choice([seconds for _, *both in pairs(given) for seconds in both]))]
    return given, decided(script, given)


@pytest.mark.rule(1, 2, 3, 4, 5)
@pytest.mark.parametrize("seed", range(16))
def test_any_day_goes_as_the_rules_say(lab, seed):
    given, script = drawn(seed)
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"A drawn day with {given}; {wrong}. {RULE.capitalize()} (rule 4); a window is made of the buckets that began "
        "less than so many seconds ago (rule 2), numbered by the clock (rule 1)."
    )
