"""What one student is told: a page of its own, with nothing in it that is not the student's or the lab's text."""

from itertools import islice

from systemdesign.grading.cohort.gradebook import out_of, parts, practice
from systemdesign.grading.cohort.page import page
from systemdesign.grading.cohort.policy import standing
from systemdesign.grading.report import shown

LINES, WIDTH = 12, 400
"""How much of what an answer printed is shown: its last lines, each as far as this."""


def feedback(record, lab, policy=None):
    """The page, HTML as text. The rules are those of the lab's own text, which every student has."""
    found = parts(record)
    return page(
        "feedback.html",
        record=record,
        lab=lab,
        out_of=out_of(lab),
        stood=standing(policy, record, out_of(lab)),
        policy=policy,
        practice=practice(record),
        parts=[told(lab, number, found[number]) for number in found],
    )


def told(lab, number, part):
    """One part as the page shows it."""
    rules = lab.rules(number)
    schedule = part.get("schedule")
    return {
        "note": "",  # of a record from before there were any
        **part,
        "number": number,
        "shown": str(shown(part["state"], part["points"])),
        "broken": [(rule, rules[rule]) for rule in part["rules"] if rule in rules] if part["state"] == "wrong" else [],
        "lines": [line[:WIDTH] for line in part["printed"].splitlines()[-LINES:]],
        "timeline": list(islice(schedule["timeline"], 200)) if schedule else [],
        "replay": f'python -m systemdesign grade labs/{lab.stem}.ipynb --replay "{schedule["replay"]}"'
        if schedule
        else "",
    }
