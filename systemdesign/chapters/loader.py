"""One loader for the build, the tests, the page and the terminal: it runs a chapter's own cells."""

import json
from collections.abc import Mapping
from pathlib import Path

from systemdesign.show.errors import ChapterError, suggestion


def chapter(source):
    """The chapter named by a stem, a notebook's path, or the bundle that the page ships.

    A bundle is {"chapter": stem, "cells": [source, …]}. `Chapter.bundle()` adds "experiments",
    {name: [indices of the cells it needs]}, which spares the page the search.
    """
    if isinstance(source, Mapping):
        return Chapter(source["chapter"], source["cells"], plan=source.get("experiments"))
    path = Path(source)
    return _read(path if path.suffix == ".ipynb" else _find(str(source)))


def chapters():
    """Path of each chapter's notebook by its stem, in order: `book/` here, or the course's own."""
    for root in (Path.cwd(), Path(__file__).parents[2]):
        found = sorted((root / "book").glob("[0-9][0-9]_*.ipynb"))
        if found:
            return {path.stem: path for path in found}
    return {}


class Chapter:
    """The code cells of one chapter, and the experiments among them.

    `native` cells (real engines, extra plots) are never run; they are known here only so that an
    experiment that leans on one can be told so.
    """

    def __init__(self, stem, cells, native=(), plan=None):
        self.stem = stem
        self.cells = list(cells)
        self.native = list(native)
        self.experiments = Experiments(self, plan)

    def bundle(self):
        """What the page ships: each statement that an experiment needs, and which needs which."""
        plan = self.experiments.plan
        kept = sorted({k for wanted in plan.values() for k in wanted})
        where = {k: place for place, k in enumerate(kept)}
        return {"chapter": self.stem, "cells": [self.experiments.sources[k] for k in kept],
                "experiments": {name: [where[k] for k in wanted] for name, wanted in plan.items()}}

    def whole(self, **given):
        """The namespace after every cell but the native ones has run, in order."""
        from systemdesign.chapters.slicing import plain

        return execute(self.stem, [plain(cell) for cell in self.cells], given)


class Experiments(Mapping):
    """A chapter's experiments by name, each run from its cells when first asked for."""

    def __init__(self, chapter, plan):
        self._chapter = chapter
        self._ready = {}
        self.sources, self.plan = (chapter.cells, plan) if plan is not None else _planned(chapter)

    def __getitem__(self, name):
        if name not in self.plan:
            known = ", ".join(self.plan) or "none"
            raise ChapterError(f"Chapter {self._chapter.stem} has no experiment {name!r}; it has "
                               f"{known}.{suggestion(name, self.plan)}")
        if name not in self._ready:
            cells = [self.sources[k] for k in self.plan[name]]
            self._ready[name] = execute(self._chapter.stem, cells)[name]
        return self._ready[name]

    def __contains__(self, name):
        return name in self.plan

    def __iter__(self):
        return iter(self.plan)

    def __len__(self):
        return len(self.plan)


def execute(stem, cells, given=None):
    """The namespace in which the cells, one after the other, have run."""
    namespace = {"__name__": stem, **(given or {})}
    for k, source in enumerate(cells):
        _remember(name := f"<{stem}, cell {k}>", source)
        exec(compile(source, name, "exec"), namespace)
    return namespace


def _remember(name, source):
    """Let tracebacks and `inspect` find the lines of a cell."""
    import linecache

    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)


def _planned(chapter):
    from systemdesign.chapters import needs

    return needs.of(chapter)


def _read(path):
    if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would be waited for
        raise ChapterError(f"The notebook {path} can't be read: it is no regular file.")
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = [_source(cell) for cell in code]
    except FileNotFoundError:
        raise ChapterError(f"There is no notebook {path}.") from None
    except OSError as error:
        raise ChapterError(f"The notebook {path} can't be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise ChapterError(f"{path} is no notebook, for it is not JSON ({error}): save it again in Jupyter.") from None
    except (AttributeError, KeyError, TypeError):
        raise ChapterError(f"{path} is no notebook of format 4, with a list of cells: open it in Jupyter, and save it "
                           f"again.") from None
    native = [_is_native(cell) for cell in code]
    return Chapter(path.stem, [source for source, apart in zip(sources, native) if not apart],
                   [source for source, apart in zip(sources, native) if apart])


def _source(cell):
    return "".join(cell["source"]).encode("utf-8", "replace").decode()  # halves of characters are no Python


def _is_native(cell):
    about = cell.get("metadata")
    return isinstance(about, dict) and "native" in (about.get("tags") or [])


def _find(stem):
    known = chapters()
    if stem in known:
        return known[stem]
    if not known:
        raise ChapterError("No chapter was found: no book/NN_name.ipynb here or in the course.")
    raise ChapterError(f"There is no chapter {stem!r}; there are {', '.join(known)}."
                       f"{suggestion(stem, known)}")
