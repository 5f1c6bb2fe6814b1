"""Runs a chapter when its cells or the modules that they import have changed; real engines only when their own have."""

import json
import os
import sys
from copy import deepcopy
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.util import logging

from systemdesign.chapters.slicing import blocks, needed
from tools.assets import published
from tools.closure import closure, recordings, texts
from tools.store import Store, contents

ROOT = Path(__file__).parent.parent
SETTING = "SYSTEMDESIGN_ENGINES"
FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError)
KEPT = "skip-execution"  # nbclient passes by a cell with this tag


class Notebook:
    """One chapter's code cells, and where their outputs are kept.

    A `native` cell measures for seconds, and what it puts out depends only on the cells that it needs: these outputs
    are kept for themselves, and taken again although the other cells must run.
    """

    def __init__(self, path, root, store):
        self.path, self.root, self.store = path, root, store
        self.book = nbformat.read(path, as_version=4)
        self.cells = [cell for cell in self.book.cells if cell.cell_type == "code"]
        self.statements = [block for k, cell in enumerate(self.cells) for block in blocks(k, cell.source)]
        self.native = self.natives()
        told = [json.dumps([cell.source, cell.metadata.get("tags", [])]) for cell in self.cells]
        self.place = store.place("run", *told, *self.surroundings(cell.source for cell in self.cells))

    def surroundings(self, sources):
        """All that the outputs of these cells depend on, beside the cells."""
        modules = closure(sources, self.root)
        environment = [sys.version, os.environ.get(SETTING, ""), *contents([self.root / "requirements.txt"])]
        return [*environment, *texts(modules), *contents(recordings(modules))]

    def needs(self, k):
        """Indices of the statements that cell k needs, its own included."""
        own = [at for at, statement in enumerate(self.statements) if statement.cell == k]
        return sorted({at for target in own for at in needed(self.statements, target)})

    def natives(self):
        """{index of a native cell: where its outputs are kept}."""
        found = [k for k, cell in enumerate(self.cells) if "native" in cell.metadata.get("tags", [])]
        sources = {k: [self.statements[at].source for at in self.needs(k)] for k in found}
        return {k: self.store.place("native", self.cells[k].source, *told, *self.surroundings(told))
                for k, told in sources.items()}

    def spared(self):
        """The native cells whose outputs are kept, unless a cell that runs needs them."""
        kept = {k for k, place in self.native.items() if place.exists()}
        running = [k for k in range(len(self.cells)) if k not in kept]
        return kept - {self.statements[at].cell for k in running for at in self.needs(k)}

    @property
    def measures(self):
        """Is a native cell about to run?"""
        return not self.place.exists() and self.native.keys() > self.spared()

    def outputs(self, timeout):
        """The outputs of each code cell: kept, or from a run. One of FAILURES if it fails."""
        if not self.place.exists():
            self.keep(self.run(timeout))
        return json.loads(self.place.read_text(encoding="utf-8"))

    def run(self, timeout):
        book = deepcopy(self.book)
        cells = [cell for cell in book.cells if cell.cell_type == "code"]
        for k in self.spared():
            cells[k].outputs = nbformat.from_dict(json.loads(self.native[k].read_text(encoding="utf-8")))
            cells[k].metadata.setdefault("tags", []).append(KEPT)
        client = NotebookClient(book, timeout=timeout, store_widget_state=False, record_timing=False,
                                resources={"metadata": {"path": str(self.path.parent)}},
                                extra_arguments=["--log-level=ERROR"])  # else each kernel warns of its transport
        client.execute()
        return [cell.outputs for cell in cells]

    def keep(self, outputs):
        for k, place in self.native.items():
            self.store.write(place, json.dumps(outputs[k]))
        self.store.write(self.place, json.dumps(outputs))

    def executed(self, timeout):
        """The notebook with its outputs, as text."""
        for k, (cell, outputs) in enumerate(zip(self.cells, self.outputs(timeout), strict=True)):
            cell.outputs, cell.execution_count = nbformat.from_dict(outputs), k + 1
        return nbformat.writes(self.book)


def prepare(app):
    """Read the chapters; `env.runs` names the run that each page shows."""
    app.runs = Store(Path(app.outdir).parent / ".runs")
    paths = {path.relative_to(ROOT).with_suffix("").as_posix(): path for path in published(ROOT)}
    app.notebooks = {page: Notebook(path, ROOT, app.runs) for page, path in paths.items()}
    app.env.runs = getattr(app.env, "runs", {})


def outdated(app, env, added, changed, removed):
    """The pages that show another run than the present one."""
    return [page for page, notebook in app.notebooks.items() if env.runs.get(page) != notebook.place.name]


def fill(app, page, source):
    """Put the outputs into a chapter before it is read; a cell that fails is a warning, and runs again next time."""
    if page not in app.notebooks:
        return
    app.env.runs.pop(page, None)
    if app.notebooks[page].measures:
        app.experiments.finish()  # nothing computes beside a measurement
    try:
        source[0] = app.notebooks[page].executed(app.config.nb_execution_timeout)
    except FAILURES as error:
        logging.getLogger(__name__).warning("%s", error, location=page)
    else:
        app.env.runs[page] = app.notebooks[page].place.name


def tidy(app, exception):
    if not exception:
        app.runs.forget()


def setup(app):
    app.connect("builder-inited", prepare)
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", fill)
    app.connect("build-finished", tidy)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
