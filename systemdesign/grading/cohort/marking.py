"""A notebook's bytes judged: what both this machine and a worker of an engine do."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from systemdesign.grading.cohort.panel import Panels
from systemdesign.grading.grader import grade
from systemdesign.grading.judges import Failed
from systemdesign.grading.lab import Unusable, labs
from systemdesign.grading.machine import fault
from systemdesign.grading.report import as_data

TRIES = 2
"""The grader may fail once at a notebook, by an accident; the second time it is likely to fail again."""
PANELS = Panels()
"""Those of a worker, which judges for many runs."""


def marked(panels, name, notebook, lab):
    """{"grade": data} of a notebook, or {"error": text}, with "failed" where the grader is to blame; and in "spent"
    the seconds of processor."""
    for _ in range(TRIES):
        try:
            with panels.panel() as panel:
                panel.spent()
                return judged(panel, name, notebook, lab) | {"spent": panel.spent()}
        except Exception as error:
            told = f"the grader failed: {error if isinstance(error, Failed) else fault(error) or repr(error)}"
            if panels.ended:
                break
    return {"error": told, "failed": True}


def judged(panel, name, notebook, lab):
    """The grade of a copy, whose name says of the lab what the notebook's own does. It lies in the folder of the
    judges, which they clear even if this process is killed."""
    stem = Path(name).stem
    with TemporaryDirectory(prefix="notebook-", dir=panel.judges.folder.name) as folder:
        path = Path(folder, f"{stem if stem in labs() else 'notebook'}.ipynb")
        path.write_bytes(notebook)
        try:
            return {"grade": plain(as_data(grade(path, judges=panel.judges, lab=lab)))}
        except Unusable as error:
            return {"error": str(error).replace(str(path), name)}


def plain(data):
    """As it will be read again from a file: halves of characters, which an answer may say, are no text."""
    return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
