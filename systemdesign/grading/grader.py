"""Grade a notebook: every part judged on its own, in a process of its own."""

from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace

from systemdesign.grading.judges import LATE, Failed, Judges
from systemdesign.grading.lab import Lab, Unusable, found, lab_of, read
from systemdesign.grading.process import Limits
from systemdesign.grading.sitting import Sitting
from systemdesign.grading.verdict import NOTHING, State, Verdict

UNENDED = "The checks of this part had not ended after {} s: something in it takes far too long."


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
        return 0 < self.points == self.out_of

    @property
    def isolated(self):
        """Whether the kernel held the student's code all the time; else this is practice."""
        return all(verdict.isolated for verdict in self.verdicts.values())

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


def grade(path, replay=None, parts=None, limits=Limits(), progress=lambda done, of: None, judges=None, lab=None):
    """Judge the notebook at `path`, of the lab of this name if it is given.

    Raises Unusable when there is nothing to judge, and Failed when the grader can't: that is not the notebook's fault.
    A part that builds on others is judged with the student's own where they are right, else with ours.
    `replay` is (check, seed, events), and judges that schedule alone; `parts` judges these parts alone.
    `judges` that are there already save the second that new ones take to start.
    """
    book = read(path)
    lab = lab_of(path, book, lab)
    where, target = found(book, lab), replayed(lab, replay)
    if not where.known_at_all(list(lab.parts.values())):
        raise Unusable(f"{path} has no cell of the lab {lab.stem}: it is another notebook of that name.")
    answers = {number: where.answer(part) for number, part in lab.parts.items()}
    theirs, beside = {number: answer.source for number, answer in answers.items()}, where.beside(answers.values())
    chosen = [*lab.parts[target].needs, target] if replay else parts or list(lab.parts)
    verdicts = {n: Verdict(State.UNDEFINED, answers[n].note) for n in chosen if theirs[n] is None}
    with nullcontext(judges) if judges else Judges() as judges:
        for wave in waves(lab, [n for n in chosen if n not in verdicts]):
            used = {n: text for n, text in theirs.items() if n in wave or right(verdicts, n)}
            sittings = [sitting(lab, n, used, theirs, replay if n == target else None, limits, beside) for n in wave]
            for number, verdict in judged(judges, sittings):
                verdicts[number] = replace(verdict, note=answers[number].note)
                progress(len(verdicts), len(chosen))
    if replay and verdicts[target].hint == NOTHING:
        raise Unusable(
            f"{lab.stem} has no check {replay[0]} with these faults: copy the replay's text from the report."
        )
    return Grade(lab, {n: verdicts[n] for n in sorted(verdicts) if not replay or n == target}, bool(replay))


def replayed(lab, replay):
    """The part that a replay judges. Raises Unusable when the lab has no such part."""
    told = replay[0].partition(".")[0] if replay else ""
    number = next((number for number in lab.parts if str(number) == told), None)
    if replay and number is None:
        raise Unusable(f"{lab.stem} has no part {told[:20]}: copy the replay's text from the report.")
    return number


def waves(lab, chosen):
    """Parts that stand alone, then those that build on others."""
    alone = [n for n in chosen if not lab.parts[n].needs]
    return [wave for wave in (alone, [n for n in chosen if n not in alone]) if wave]


def right(verdicts, number):
    return number in verdicts and verdicts[number].state == State.RIGHT


def sitting(lab, number, used, theirs, replay, limits, beside=()):
    played = replay and [replay[0], replay[1], [[event.time, event.verb, event.target] for event in replay[2]]]
    others = [*beside, *([lab.parts[n].cell, text] for n, text in theirs.items() if text and n != number)]
    checks = [str(path) for path in lab.checks(number)]
    given, own = lab.cells_of(number, used)
    return Sitting(number, lab.parts[number].defines, given, own, others, played, asdict(limits), checks)


def judged(judges, sittings):
    """(part, verdict), as they come. Raises Failed when there is none, but for checks that take for ever."""
    for index, verdict, why in judges.judge(sittings):
        made = sittings[index]
        if verdict is None and why != LATE:
            raise Failed(f"the judge of part {made.part}: {why}")
        late = Verdict(State.WRONG, UNENDED.format(2 * made.limits["seconds"]))
        yield made.part, Verdict(**verdict) if verdict else late
