"""The `grade` command: exit 0 full marks, 1 less, 2 unusable input, 3 a failure of the grader itself."""

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

import click

from systemdesign.grading.grader import grade
from systemdesign.grading.judges import Failed
from systemdesign.grading.lab import Unusable
from systemdesign.grading.machine import fault
from systemdesign.grading.report import as_data, lines
from systemdesign.grading.story import read_replay


@click.command("grade")
@click.argument("notebook", type=click.Path(readable=False))
@click.option("--lab", metavar="NAME", help="The lab that it must be of, such as 03_load_balancing.")
@click.option(
    "--json", "target", metavar="FILE", help="Also write the grade to FILE as JSON; - for standard output alone."
)
@click.option("--replay", metavar="TEXT", help="Judge one schedule of faults alone: the text that a report shows.")
def command(notebook, lab, target, replay):
    """Grade a lab's NOTEBOOK.

    Exit code 0: full marks. 1: less. 2: this can't be graded. 3: the grader itself has failed.
    """
    with ended():
        found = graded(notebook, replay, lab, quiet=target == "-")
        if target != "-":
            for line in lines(found, notebook, click.style):
                click.echo(line)
        if target:
            write(target, as_data(found))
        flush()
        sys.exit(0 if found.full else 1)


@contextmanager
def ended():
    """What goes wrong ends the command with one line: code 2 where the input is to blame, 3 where we are."""
    try:
        yield
    except Unusable as error:
        leave(2, str(error))
    except (KeyboardInterrupt, click.Abort):
        leave(3, "interrupted, so there is no grade.")
    except BrokenPipeError:
        leave(3, "whoever read this has left before its end.")
    except Failed as error:
        leave(3, f"the grader failed: {str(error).rstrip('.')}. This is no fault of the notebook's.")
    except Exception as error:
        why = fault(error) or f"{type(error).__name__}: {error}"
        leave(3, f"the grader failed: {why}. This is no fault of the notebook's.")


def flush():
    """There is no standard output where a shell has closed it (`>&-`)."""
    if sys.stdout is not None:
        sys.stdout.flush()


def leave(code, why):
    """End with one line. What standard output would not take is not tried again, as Python would with another line."""
    try:
        flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    click.echo(f"Error: {' '.join(why.split())}", err=True)
    sys.exit(code)


def graded(notebook, replay, lab, quiet):
    try:
        chosen = read_replay(replay) if replay is not None else None
    except ValueError as error:
        raise Unusable(error) from None
    if quiet or not sys.stderr.isatty():
        return grade(notebook, chosen, lab=lab)
    with click.progressbar(length=1, label="Judging", file=sys.stderr) as bar:
        return grade(
            notebook,
            chosen,
            progress=lambda done, of: (setattr(bar, "length", of), bar.update(done - bar.pos)),
            lab=lab,
        )


def write(target, data):
    text = json.dumps(data, indent=1, ensure_ascii=False)
    if target == "-":
        click.echo(text)
        return
    try:
        put(Path(target).resolve(), text + "\n")
    except OSError as error:
        why = f"the grade can't be written to {target}"
        raise Failed(f"{why}: {fault(error)}") if fault(error) else Unusable(f"{why}: {error.strerror}") from None


def put(path, text):
    """Write a file whole or not at all; what is no ordinary file, such as a pipe, is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
