"""Write notebooks so that a diff can be read: no outputs but the ones that are compared, no counts, plain metadata."""

import json
import sys
from pathlib import Path

MARK = "# NBVAL_CHECK_OUTPUT"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normal(book):
    """The notebook with nothing in it that running it, or another editor, would change."""
    own = {key: value for key, value in book.get("metadata", {}).items() if key == "lab"}
    cells = [normal_cell(cell) for cell in book["cells"]]
    return {"cells": cells, "metadata": {**METADATA, **own}, "nbformat": 4, "nbformat_minor": 5}


def normal_cell(cell):
    text = "".join(cell["source"]).rstrip("\n")
    metadata = {key: value for key, value in cell["metadata"].items() if key in ("tags", "part")}
    made = {
        "cell_type": cell["cell_type"],
        "id": cell["id"],
        "metadata": metadata,
        "source": text.splitlines(keepends=True),
    }
    if cell["cell_type"] == "code":
        kept = cell["outputs"] if text.startswith(MARK) else []
        count = 1 if kept else None  # nbval takes a cell without a count for one that never ran
        made |= {"execution_count": count, "outputs": [{**output, **numberless(output)} for output in kept]}
    return made


def numberless(output):
    return {"execution_count": None} if output["output_type"] == "execute_result" else {}


def text(book):
    return json.dumps(normal(book), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main(paths):
    for path in map(Path, paths):
        book = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(text(book), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
