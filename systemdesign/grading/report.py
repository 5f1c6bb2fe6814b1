"""A grade as lines for a terminal, and as data."""

from dataclasses import asdict
from shlex import quote
from textwrap import wrap

from systemdesign.grading.verdict import State

FILM = "in Jupyter: from systemdesign.grading.screening import replay"
PRACTICE = (
    "Practice, not isolated: this system has no filter that holds the answers' process (Linux on x86-64 or ARM64 has).",
    "Where it counts, or for the notebook of somebody else, grade in a container: make grade LAB={lab} IN=container",
)
COLOURS = {State.RIGHT: "green", State.WRONG: "red", State.MISSING: "yellow", State.UNDEFINED: "yellow"}


def as_data(grade):
    """What `--json` writes. A part's points are whole: it counts when all of its checks pass, or by degree,
    as far as those go that are worth points by themselves."""
    return {
        "lab": grade.lab.stem,
        "points": grade.points,
        "out_of": grade.out_of,
        "full": grade.full,
        "isolated": grade.isolated,
        "parts": [
            {"part": number, **about(grade, number), **asdict(verdict)} for number, verdict in grade.verdicts.items()
        ],
    }


def about(grade, number):
    part = grade.lab.parts[number]
    return {"title": part.title, "points": grade.points_of(number), "out_of": part.points}


def lines(grade, path, style=lambda text, **colour: text):
    """The report. What comes from the student's process is shown behind a bar, without control characters."""
    yield f"Lab {grade.lab.stem}"
    for number, verdict in grade.verdicts.items():
        entry = about(grade, number)
        state = style(f"{shown(verdict.state, entry['points']):<10}", fg=COLOURS[verdict.state])
        yield f"  Part {number}  {entry['title']:<22} {state} {entry['points']} of {entry['out_of']}"
        if verdict.note:
            yield from paragraph("answer", plain(verdict.note))
        if verdict.state != State.RIGHT:
            yield from why(verdict, path, grade.replay)
    if not grade.isolated:
        yield from (line.format(lab=grade.lab.stem) for line in PRACTICE)
    yield (
        f"{grade.points} of {grade.out_of} points"
        if not grade.replay
        else "Replayed one schedule; points are for whole parts."
    )


def shown(state, points):
    """A part that counts by degree may be wrong, and earn points all the same."""
    return "in part" if state == State.WRONG and points else state


def why(verdict, path, replayed):
    if verdict.check:
        yield from paragraph("check", verdict.check + ruled(verdict))
    yield from paragraph("hint", plain(verdict.hint))
    if verdict.schedule:
        yield from paragraph(
            "faults",
            f"{plain(verdict.schedule['faults'])}  ({chosen(verdict, replayed)}; seed {verdict.schedule['seed']})",
        )
        for line in verdict.schedule["timeline"]:
            yield f"{'':18}{plain(line)}"
        yield f"{'':10}replay  {replay(path, verdict)}"
        if verdict.schedule.get("film"):
            yield f"{'':12}film  {FILM}; replay({str(path)!r}, {verdict.schedule['replay']!r})"
    for line in plain(verdict.printed).splitlines()[-6:]:
        yield f"{'':18}| {line}"


def chosen(verdict, replayed):
    return "replayed" if replayed else verdict.schedule["choice"]


def ruled(verdict):
    """Which of the part's numbered rules are broken."""
    return f"  (rule {' and '.join(map(str, verdict.rules))})" if verdict.state == State.WRONG and verdict.rules else ""


def replay(path, verdict):
    return f'python -m systemdesign grade {quote(str(path))} --replay "{verdict.schedule["replay"]}"'


def paragraph(label, text):
    first, *rest = wrap(text, 88) or [""]
    yield f"{label:>16}  {first}"
    for line in rest:
        yield f"{'':18}{line}"


def plain(text):
    """Without escape sequences: what an answer prints can't repaint the report."""
    return "".join(character if character.isprintable() or character == "\n" else "?" for character in text)
