"""Grade a notebook: every part judged on its own, in a process of its own."""

import json
import signal
import tempfile
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from systemdesign.grading.judges import Judges
from systemdesign.grading.lab import Lab, Unusable, answers, lab_of, read
from systemdesign.grading.process import Limits
from systemdesign.grading.sitting import Sitting
from systemdesign.grading.verdict import NOTHING, State, Verdict

LOST = "The verdict on this part was lost. Grade again; if it stays so, your code disturbs the judge."
UNENDED = "The checks of this part had not ended after {} s: something in it takes far too long."
ABSENT = "The cell part-{} is not in your notebook. Take it from the lab's starter again; cells are known by their ids."


@dataclass
class Grade:
    """All verdicts on a notebook, by part."""

    lab: Lab
    verdicts: dict
    replay: bool = False

    @property
    def full(self):
        """All points; of a replay, that the answer survives it."""
        if self.replay:
            return all(right(self.verdicts, number) for number in self.verdicts)
        return self.points == self.out_of

    def points_of(self, number):
        """All points of a part that is right; else those of its checks passed that are worth some by themselves."""
        points, earned = self.lab.parts[number].points, self.verdicts[number].earned
        return points if right(self.verdicts, number) else min(earned, points)

    @property
    def points(self):
        return sum(map(self.points_of, self.verdicts))

    @property
    def out_of(self):
        return sum(self.lab.parts[number].points for number in self.verdicts)


def grade(path, replay=None, parts=None, limits=Limits(), progress=lambda done, of: None, judges=None):
    """Judge the notebook at `path`. Raises Unusable when there is nothing to judge.

    A part that builds on others is judged with the student's own where they are right, else with ours.
    `replay` is (check, seed, events), and judges that schedule alone; `parts` judges these parts alone.
    `judges` that are there already save the second that new ones take to start.
    """
    book = read(path)
    lab = lab_of(path, book)
    theirs, target = answers(book, lab), replayed(lab, replay)
    chosen = [*lab.parts[target].needs, target] if replay else parts or list(lab.parts)
    verdicts = {n: Verdict(State.UNDEFINED, ABSENT.format(n)) for n in chosen if theirs[n] is None}
    with nullcontext(judges) if judges else Judges() as judges:
        for wave in waves(lab, [n for n in chosen if n not in verdicts]):
            used = {n: theirs[n] if n in wave or right(verdicts, n) else part.answer for n, part in lab.parts.items()}
            sittings = [sitting(lab, n, (used, theirs), replay if n == target else None, limits) for n in wave]
            for number, verdict in judged(judges, lab, sittings):
                verdicts[number] = verdict
                progress(len(verdicts), len(chosen))
    if replay and verdicts[target].hint == NOTHING:
        raise Unusable(
            f"{lab.stem} has no check {replay[0]} with these faults: copy the replay's text from the report."
        )
    return Grade(lab, {n: verdicts[n] for n in sorted(verdicts) if not replay or n == target}, bool(replay))


def replayed(lab, replay):
    """The part that a replay judges. Raises Unusable when the lab has no such part."""
    number = int(replay[0].partition(".")[0]) if replay else None
    if replay and number not in lab.parts:
        raise Unusable(f"{lab.stem} has no part {number}: copy the replay's text from the report.")
    return number


def waves(lab, chosen):
    """Parts that stand alone, then those that build on others."""
    alone = [n for n in chosen if not lab.parts[n].needs]
    return [wave for wave in (alone, [n for n in chosen if n not in alone]) if wave]


def right(verdicts, number):
    return number in verdicts and verdicts[number].state == State.RIGHT


def sitting(lab, number, answers, replay, limits):
    played = replay and [replay[0], replay[1], [[event.time, event.verb, event.target] for event in replay[2]]]
    cells = lab.sitting(number, *answers)
    return Sitting(number, cells, lab.parts[number].defines, replay=played, limits=asdict(limits))


def judged(judges, lab, sittings):
    """(part, verdict), as they come."""
    with tempfile.TemporaryDirectory(prefix="judge-") as folder:
        jobs = []
        for made in sittings:
            path = Path(folder, f"{made.part}.json")
            made.verdict = str(path.with_suffix(".verdict"))
            path.write_text(json.dumps(asdict(made)), encoding="utf-8")
            jobs.append((path, 2 * made.limits["seconds"], *lab.checks(made.part)))
        ended = set()
        for index, killed in judges.judge(jobs):
            ended.add(index)
            late = UNENDED.format(jobs[index][1]) if killed == signal.SIGALRM else LOST
            yield sittings[index].part, read_verdict(sittings[index], late)
        for index in set(range(len(jobs))) - ended:
            yield sittings[index].part, Verdict(State.WRONG, LOST)


def read_verdict(made, otherwise):
    try:
        return Verdict(**json.loads(Path(made.verdict).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Verdict(State.WRONG, otherwise)
