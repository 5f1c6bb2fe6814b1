"""How far a run is: a bar on a terminal, else a line for every tenth."""

import sys
from contextlib import contextmanager

import click


@contextmanager
def progress(total, quiet):
    """A function of (done, of) to call as records come."""
    if quiet:
        yield lambda done, of: None
    elif sys.stderr.isatty():
        with click.progressbar(length=total, label="Judging", file=sys.stderr) as bar:
            yield lambda done, of: bar.update(done - bar.pos)
    else:
        yield Tenths()


class Tenths:
    def __init__(self):
        self.told = 0

    def __call__(self, done, of):
        if of and (tenth := 10 * done // of) > self.told:
            self.told = tenth
            click.echo(f"Judged {done} of {of}", err=True)
