"""Write notebooks so that a diff can be read: no outputs but the ones that are compared, no counts, plain metadata.

With --run each notebook is executed first, so that what its marked cells print is stored.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from tools.store import put

MARK = "# NBVAL_CHECK_OUTPUT"
MARKED = re.compile(r"(?m)^\s*#+\s*NBVAL_CHECK_OUTPUT\s*$")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
UNSTORED = "{path}: cell {cell} is marked {mark} and stores no output to compare with. {remedy}"


def normal(book):
    """The notebook with nothing in it that running it, or another editor, would change."""
    own = {key: value for key, value in book.get("metadata", {}).items() if key == "lab"}
    cells = [normal_cell(cell) for cell in book["cells"]]
    return {"cells": cells, "metadata": {**METADATA, **own}, "nbformat": 4, "nbformat_minor": 5}


def normal_cell(cell):
    metadata = {key: value for key, value in cell["metadata"].items() if key in ("tags", "part")}
    made = {
        "cell_type": cell["cell_type"],
        "id": cell["id"],
        "metadata": metadata,
        "source": source(cell).splitlines(keepends=True),
    }
    if cell["cell_type"] == "code":
        kept = cell["outputs"] if marked(cell) else []
        count = 1 if marked(cell) else None  # nbval compares nothing with a cell that has no count: it never ran
        made |= {"execution_count": count, "outputs": [{**output, **numberless(output)} for output in kept]}
    return made


def source(cell):
    return "".join(cell["source"]).rstrip("\n")


def marked(cell):
    """nbval compares what this cell prints with what is stored: as nbval sees it, on whatever line the mark is."""
    return cell["cell_type"] == "code" and bool(MARKED.search(source(cell)))


def numberless(output):
    return {"execution_count": None} if output["output_type"] == "execute_result" else {}


def unstored(book):
    """The ids of marked cells that store no output: there is nothing to compare with."""
    return [cell["id"] for cell in filter(marked, book["cells"]) if not any(map(says_something, cell["outputs"]))]


def says_something(output):
    return bool("".join(output.get("text", "")).strip() or output.get("data"))


def text(book):
    return json.dumps(normal(book), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def executed(book, folder):
    """The notebook as it is after a run in `folder`. Raises nbclient's CellExecutionError when a cell does."""
    import nbformat
    from nbclient import NotebookClient

    node = nbformat.reads(json.dumps(book), as_version=4)
    where = {"metadata": {"path": str(folder)}}
    options = {"timeout": 600, "coalesce_streams": True, "extra_arguments": ["--log-level=40"]}
    NotebookClient(node, kernel_name="python3", resources=where, **options).execute()
    return json.loads(nbformat.writes(node))


def remedy(path):
    if path.parent.name == "labs":
        return f"Store it in solutions/{path.name}, then run `make labs`."
    return f"Run `python -m tools.normalise --run {path}`, which stores it."


def read(path):
    """A notebook as plain data. Exits with a sentence where the file holds none."""
    try:
        book = json.loads(path.read_text(encoding="utf-8-sig"))
        normal(book)
    except OSError as error:
        sys.exit(f"{path} can't be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        sys.exit(f"{path} is no notebook, for it is not JSON ({error})")
    except (KeyError, TypeError, AttributeError) as error:
        sys.exit(f"{path} is no notebook of format 4.5 ({error} is not as it is there): save it again in Jupyter")
    return book


def main(paths, run=False):
    """Write each notebook anew, unless a marked cell of it has no output: how many have one is the exit code."""
    refused = 0
    for path in map(Path, paths):
        book = read(path)
        book = executed(book, path.parent) if run else book
        missing = unstored(book)
        for cell in missing:
            print(UNSTORED.format(path=path, cell=cell, mark=MARK, remedy=remedy(path)))
        if not missing:
            put(path, text(book))
        refused += bool(missing)
    return refused


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="+")
    parser.add_argument("--run", action="store_true", help="execute each notebook first, and store its marked outputs")
    options = parser.parse_args()
    sys.exit(main(options.notebooks, options.run))
