"""A chapter's plan: the statements that each of its experiments needs."""

from systemdesign.chapters.slicing import blocks, missing, needed
from systemdesign.show.errors import ChapterError


def of(chapter):
    """(every statement's source, {experiment: indices of the statements it needs})."""
    statements = [b for k, cell in enumerate(chapter.cells) for b in blocks(k, cell)]
    plan = {}
    for k, statement in enumerate(statements):
        if statement.experiment in plan:
            raise ChapterError(f"{chapter.stem} declares {statement.experiment!r} twice; "
                               f"give each experiment a name of its own.")
        if statement.experiment:
            plan[statement.experiment] = needed(statements, k)
            _check(chapter, statement.experiment, missing(statements, plan[statement.experiment]))
    return [s.source for s in statements], plan


def _check(chapter, experiment, absent):
    """An experiment that needs a name from nowhere would fail only in the page."""
    if not absent:
        return
    name = min(absent)
    native = {bound for cell in chapter.native for b in blocks(0, cell) for bound in b.binds}
    where = ("only a cell tagged native binds it, and those do not run in the page"
             if name in native else "no cell before it binds it")
    raise ChapterError(f"Experiment {experiment!r} of {chapter.stem} needs {name!r}, but {where}.")
