"""The `grade` command: exit 0 full marks, 1 less, 2 unusable input."""

import json
import sys
from pathlib import Path

import click

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import Unusable
from systemdesign.grading.report import as_data, lines
from systemdesign.grading.story import read_replay


@click.command("grade")
@click.argument("notebook", type=click.Path())
@click.option(
    "--json", "target", metavar="FILE", help="Also write the grade to FILE as JSON; - for standard output alone."
)
@click.option("--replay", metavar="TEXT", help="Judge one schedule of faults alone: the text that a report shows.")
def command(notebook, target, replay):
    """Grade a lab's NOTEBOOK.

    Exit code 0: full marks. 1: less. 2: this can't be graded.
    """
    try:
        found = graded(notebook, replay, quiet=target == "-")
    except Unusable as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    if target != "-":
        for line in lines(found, notebook, click.style):
            click.echo(line)
    if target:
        write(target, as_data(found))
    sys.exit(0 if found.full else 1)


def graded(notebook, replay, quiet):
    try:
        chosen = read_replay(replay) if replay else None
    except ValueError as error:
        raise Unusable(error) from None
    if quiet or not sys.stderr.isatty():
        return grade(notebook, chosen)
    with click.progressbar(length=1, label="Judging", file=sys.stderr) as bar:
        return grade(
            notebook, chosen, progress=lambda done, of: (setattr(bar, "length", of), bar.update(done - bar.pos))
        )


def write(target, data):
    text = json.dumps(data, indent=1, ensure_ascii=False)
    if target == "-":
        click.echo(text)
        return
    try:
        Path(target).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        click.echo(f"Error: the grade can't be written to {target}: {error.strerror}", err=True)
        sys.exit(2)
