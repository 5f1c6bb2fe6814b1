"""The figures of a run, in lines."""

from statistics import mean, median

from systemdesign.grading.cohort.submissions import NOTHING
from systemdesign.grading.report import plain

MOST = 20
"""Students without a grade that are named."""
PRACTICE = "{} of these grades are practice, not isolated: grade them where the kernel can hold the answers' process."


def sorts(records):
    """{what became of it: the records}."""
    found = {"judged": [], "unusable": [], "failed": [], "nothing": []}
    for record in records:
        found[sort(record)].append(record)
    return found


def sort(record):
    if record.grade:
        return "judged"
    return "failed" if record.failed else "nothing" if record.error == NOTHING else "unusable"


def lines(records, run, clock):
    """What is told at the end; `clock` is the seconds that judging took by the clock."""
    found = sorts(records)
    judged, without = found["judged"], found["failed"] + found["unusable"]
    yield (
        f"notebooks {len(records) - len(found['nothing'])}: judged {len(judged)}, unusable {len(found['unusable'])}, "
        f"failed {len(found['failed'])}; kept from before {run.kept}; handed in nothing {len(found['nothing'])}"
    )
    if run.judged:
        yield (
            f"{run.judged} in {clock:.1f} s by the clock, {60 * run.judged / clock:.0f} a minute; "
            f"{run.spent / run.judged:.2f} s of processor each"
        )
    if judged:
        points = [record.points for record in judged]
        yield f"points: mean {mean(points):.1f}, median {median(points):g}, of {judged[0].grade['out_of']}"
    yield from (f"no grade: {plain(record.student)}: {oneline(record.error)}" for record in without[:MOST])
    if len(without) > MOST:
        yield f"no grade: {len(without) - MOST} more"
    if found["failed"]:
        yield "What failed is tried again by the same command with --resume"
    if loose := sum(not record.grade.get("isolated", True) for record in judged):
        yield PRACTICE.format(loose)


def oneline(text):
    return " ".join(plain(text).split())
