"""What the published days say of the student's design, and in which words."""

from functools import cache
from pathlib import Path

from systemdesign.capstone.board import checked
from systemdesign.capstone.day import day
from systemdesign.capstone.score import BEST, COST, LOST, OBJECTIVES, SEEDS, judged, parts
from systemdesign.capstone.traffic import FAULTS

HERE = Path(__file__).parent
DICT = "a dict has the eleven knobs of the board, each set to one of its settings"
POINTS = {**{name: objective.points for name, objective in OBJECTIVES.items()}, "lost": LOST, "cost": COST}


@cache
def design_of(lab):
    """The student's design, asked for once and as plain data. Raises AssertionError where it is none."""
    kind, pairs = lab.bring(HERE / "beside_design.py").taken()
    assert kind == "dict", f"`design()` returned a {kind}, and should return a dict: {DICT}."
    return dict(pairs)


@cache
def verdict(lab):
    """The Verdict on it, over the published days. Raises ValueError where the board has no such design."""
    return judged(checked(design_of(lab)))


def below(lab, step):
    """What to tell of a design that does not reach this score."""
    found, design = verdict(lab), checked(design_of(lab))
    head = f"The score of your design on the published days is {found.score:.1f}, and the next points are for {step}. "
    return head + ((step == 40 and worst_fault(design, found.score)) or lacking(design, found))


def worst_fault(design, score):
    """The fault without which the design's score would be greatest; nothing where no single one costs it much."""
    without = {name: judged(design, without=(name,)).score for name in FAULTS}
    worst = max(without, key=without.get)
    if without[worst] < score + 5:
        return ""
    return (
        f"What costs it most is the fault {worst!r}: on days without it the score would be {without[worst]:.1f}. "
        "Which knob answers it?"
    )


def lacking(design, found):
    """The objective that costs most points, and the worst day's value."""
    days = [parts(day(design, seed)) for seed in SEEDS]
    lack = {name: most - sum(one[name] for one in days) / len(days) for name, most in POINTS.items()}
    if sum(lack.values()) - lack["cost"] < 0.05:
        return f"It meets all objectives but the cost: {found.cost} credits, and {BEST} are enough."
    worst = max((name for name in lack if name != "cost"), key=lack.get)
    told = {
        "unanswered": f"requests unanswered, {100 * (1 - found.answered):.1f} % on the worst day, 0.5 % allowed",
        "p99": f"the p99, {found.p99:.2f} s on the worst day, 0.9 s allowed",
        "stale": f"stale reads, {100 * found.stale:.1f} % on the worst day, 2 % allowed",
        "lost": f"orders lost after they had been acknowledged, {found.lost} on the worst day",
    }[worst]
    return f"What costs it most points, {lack[worst]:.1f} of {POINTS[worst]}: {told}. The cost is {found.cost}."
