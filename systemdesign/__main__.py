"""The command line: `python -m systemdesign list | run | grade | grade-all | serve`."""

import errno
import json
import os
import re
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path

import click

from systemdesign.chapters.listing import as_lines, listing
from systemdesign.chapters.loader import chapter
from systemdesign.chapters.seeds import numbers_over_seeds, table
from systemdesign.show.call import as_python
from systemdesign.show.errors import SPOKEN, ChapterError, SettingError
from systemdesign.show.text import chart_text

CELL = re.compile(r"<.+, cell \d+>")
"""What a chapter's cells are called in a traceback."""


class Commands(click.Group):
    """`grade` and `serve` are loaded when they are asked for: they are no part of running an experiment."""

    def list_commands(self, context):
        return ["list", "run", "grade", "grade-all", "serve"]

    def get_command(self, context, name):
        if name == "grade":
            from systemdesign.grading.command import command
        elif name == "grade-all":
            from systemdesign.grading.cohort.command import command
        elif name == "serve":
            from systemdesign.serving import command
        else:
            return super().get_command(context, name)
        return command

    def invoke(self, context):
        """Run a command; what is wrong with a chapter or a setting is one line, and the exit code 2."""
        try:
            return super().invoke(context)
        except SPOKEN as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(2)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # lest Python try once more at its end
            click.echo(f"Error: what it says cannot be written: {error.strerror}", err=True)
            sys.exit(3)


@click.command(cls=Commands)
def main():
    """Run the course's experiments and services, and grade its labs."""


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_command(as_json):
    """Chapters, their experiments and parameters, and the labs."""
    found = listing()
    click.echo(json.dumps(found, indent=2) if as_json else "\n".join(as_lines(found)))


@main.command("run")
@click.argument("chapter_name", metavar="CHAPTER")
@click.argument("experiment_name", metavar="EXPERIMENT")
@click.argument("settings", metavar="[PARAM=VALUE]...", nargs=-1)
@click.option("--seed", type=int, help="The run's seed; 0 unless told.")
@click.option("--seeds", type=click.IntRange(2), help="Run this many seeds: mean and 95 % interval of every number.")
@click.option("--film", is_flag=True, help="Tell the run's film as a timeline; list marks who has one.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def run_command(chapter_name, experiment_name, settings, seed, seeds, film, as_json):
    """Run one experiment and print its numbers, or its film."""
    if seeds is not None and (seed is not None or film):
        raise click.UsageError(f"{'--film' if film else '--seed'} runs one seed and --seeds several: "
                               f"give one of the two.")
    with placed(chapter_name):
        experiment = chapter(chapter_name).experiments[experiment_name]
        chosen = experiment.check(experiment.parse(settings))
        text, data = several(experiment, chosen, seeds) if seeds else SINGLE[film](experiment, chosen, seed or 0)
    head = {"chapter": chapter_name, "experiment": experiment.name, "settings": chosen}
    click.echo(json.dumps(head | data) if as_json else f"{as_python(experiment, chosen)}\n{text}")


@contextmanager
def placed(name):
    """Raises ChapterError for what the chapter's own cells raise, with the line that did."""
    try:
        yield
    except SyntaxError as error:
        where = f", in its line {error.lineno}" if error.lineno else ""
        raise ChapterError(f"A cell of {name} is no Python: {error.msg}{where}.") from None
    except (Exception, SystemExit) as error:
        every = traceback.extract_tb(error.__traceback__)
        steps = [step for step in every if CELL.match(step.filename)]
        ours = not steps and "show" not in Path(every[-1].filename).parts  # which speaks to whoever writes a cell
        if isinstance(error, SPOKEN) or ours:
            raise
        told = " ".join(traceback.format_exception_only(error)[-1].split())
        raise ChapterError(f"{name} failed{f' at `{steps[-1].line}`' if steps else ''}: {told}") from None


def single(experiment, settings, seed):
    """The text and the data of one seed's run."""
    chart = experiment.evaluate(seed, **settings)
    told = chart.to_json()
    return chart_text(chart), {"seed": seed, "numbers": told["numbers"], "reading": told["reading"]}


def filmed(experiment, settings, seed):
    """The timeline and the data of one seed's film; SettingError where the experiment has none."""
    film = experiment.film(seed, **settings)
    if film is None:
        raise SettingError(f"{experiment.name} has no film: leave --film out, or look for one with "
                           f"`python -m systemdesign list`.")
    return str(film), {"seed": seed, "film": film.to_json()}


SINGLE = {False: single, True: filmed}


def several(experiment, settings, seeds):
    """The text and the data of several seeds' runs, with a progress bar."""
    with click.progressbar(range(seeds), label="Seeds", file=sys.stderr) as bar:
        numbers = numbers_over_seeds(experiment, settings, bar)
    return "\n".join(table(numbers)), {"seeds": seeds, "numbers": numbers}


ISOLATED = "import sys; sys.path.append(sys.argv.pop(1)); from systemdesign.__main__ import main; main(prog_name={!r})"
NAME = "python -m systemdesign"


def isolated():
    """Begin again, in a Python that no variable, no folder of the user's and no module that lies about can change."""
    course = str(Path(__file__).parents[1])
    os.execv(sys.executable, [sys.executable, "-I", "-c", ISOLATED.format(NAME), course, *sys.argv[1:]])


if __name__ == "__main__":
    if sys.argv[1:2] in (["grade"], ["grade-all"]) and (sys.flags.optimize or not sys.flags.isolated):
        isolated()
    main(prog_name=NAME)
