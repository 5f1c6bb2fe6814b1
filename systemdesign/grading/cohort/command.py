"""The `grade-all` command: exit 0 all judged, 1 some could not be, 2 unusable input, 3 the grader itself failed."""

import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click

from systemdesign.grading.cohort import figures, outputs, policy, roster, submissions
from systemdesign.grading.cohort.cluster import Cluster
from systemdesign.grading.cohort.here import Here
from systemdesign.grading.cohort.names import stem
from systemdesign.grading.cohort.progress import progress
from systemdesign.grading.cohort.run import Run
from systemdesign.grading.cohort.store import Store
from systemdesign.grading.cohort.versions import versions
from systemdesign.grading.command import ended, leave
from systemdesign.grading.judges import Failed, available
from systemdesign.grading.lab import Unusable, load
from systemdesign.grading.lab import labs as known
from systemdesign.grading.machine import fault

KEPT = "What is judged is kept in {}: go on with the same command and --resume."
GO_ON = "{} of {} are kept in {}. Go on with the same command and --resume"


@click.command("grade-all")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lab", required=True, metavar="NAME", help="The lab, such as 14_retries.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where the grades go.")
@click.option("--students", type=click.Path(path_type=Path), metavar="FILE", help="A CSV file: file,student and more.")
@click.option(
    "--policy", "rules", type=click.Path(path_type=Path), metavar="FILE", help="Late days and penalties, TOML."
)
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Notebooks at a time; as many as processors if unsaid."
)
@click.option("--scheduler", metavar="ADDRESS", help="Judge on a Dask cluster, such as tcp://127.0.0.1:8786.")
@click.option("--resume", is_flag=True, help="Keep the grades in DIR whose notebook, lab and course are the same.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(folder, lab, out, students, rules, jobs, scheduler, resume, quiet):
    """Grade the notebooks in FOLDER, one a student: STUDENT.ipynb or STUDENT/….ipynb.

    Exit code 0: every notebook was judged. 1: some can't be. 2: nothing can be judged so. 3: the grader itself failed.
    """
    if jobs and scheduler:
        raise click.UsageError("--jobs is for this machine and --scheduler for a cluster: give one of the two.")
    with ended(), heard(out):
        if lab not in known():
            raise Unusable(f"There is no lab {lab}. These are: {', '.join(known())}.")
        chosen = policy.read(rules) if rules else None
        handed = handed_in(folder, students, out, chosen)
        engine = Cluster(scheduler, lab) if scheduler else Here(jobs or len(available()))
        with Store(out, lab) as store, engine:
            run = Run(folder, handed, lab, versions(lab), store.save, store.begin(resume))
            records, clock = judged(run, engine, quiet, out)
            told = outputs.write(records, out, load(lab), policy=chosen, earlier=store.earlier(), folder=folder)
        for line in [*figures.lines(records, run, clock), *told]:
            click.echo(line)
        sys.exit(code(records))


@contextmanager
def heard(out):
    """Ctrl-C and SIGTERM end a run orderly, and once: the second does not disturb the end."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def interrupt(*_):
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    except KeyboardInterrupt as error:
        leave(3, f"interrupted. {error or KEPT.format(out)}")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def handed_in(folder, students, out, chosen):
    """The submissions, by the list of students if there is one. Raises Unusable."""
    submissions.listed(folder)
    if not students:
        found = submissions.found(folder, out)
    else:
        found, nobodys = roster.read(students, folder, out)
        for name in nobodys:
            click.echo(f"Not judged, for nobody in {students} has it: {name}", err=True)
    strange = policy.unknown(chosen, [submission.student for submission in found]) if chosen else []
    apart(found)
    if strange:
        raise Unusable(f"The policy has extensions for {', '.join(strange)}, whom nobody knows: write names as here.")
    return found


def apart(found):
    """Raises Unusable where the files of two students would have one name, which only happens on purpose."""
    seen = {}
    for submission in found:
        other = seen.setdefault(stem(submission.student).casefold(), submission.student)
        if other != submission.student:
            raise Unusable(f"{other!r} and {submission.student!r} are too alike for two files: rename one of them.")


def judged(run, engine, quiet, out):
    """(the records, seconds by the clock). An end before the end says how to go on."""
    start = monotonic()
    try:
        with progress(len(run.submissions), quiet) as tell:
            return run.over(engine, tell), monotonic() - start
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"{kept(run, out)}.") from None
    except (Failed, OSError) as error:
        raise Failed(f"{fault(error) or error}. {kept(run, out)}") from None


def kept(run, out):
    return GO_ON.format(len(run.records), len(run.submissions), out)


def code(records):
    """The exit code: a grader that failed weighs more than a notebook that is none."""
    found = figures.sorts(records)
    return 3 if found["failed"] else 1 if found["unusable"] else 0
