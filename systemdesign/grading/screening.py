"""A schedule of faults that breaks an answer, seen again in a notebook: the report, and the film of what happened."""

from systemdesign.grading.grader import grade
from systemdesign.grading.report import lines
from systemdesign.grading.story import read_replay


def replay(notebook, schedule):
    """Judge a saved lab `notebook` under one `schedule` alone, the text that a report shows; print what came of it.

    Returns the film of it, which Jupyter shows; None where the answer holds, or where that check has no film.
    ValueError for a text that is no replay.
    """
    found = grade(notebook, read_replay(schedule))
    print(*lines(found, notebook), sep="\n")
    films = [verdict.schedule["film"] for verdict in found.verdicts.values() if verdict.schedule]
    return next((Screening(film) for film in films if film), None)


class Screening:
    """A film in Jupyter, with a button that plays it."""

    def __init__(self, film):
        self.film = film

    def _repr_mimebundle_(self, include=None, exclude=None):
        from systemdesign.show.jupyter.film import Projector
        from systemdesign.show.jupyter.output import view

        projector = Projector()
        projector.put(self.film)
        return {"text/plain": repr(self), **view(projector.box.add_class("experiment-board"))}

    def __repr__(self):
        from systemdesign.show.reel import timeline

        return "\n".join(timeline(self.film))
