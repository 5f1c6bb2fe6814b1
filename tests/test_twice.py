"""A cell that meets a real engine passes again when a reader who has seen the whole chapter comes back to it."""

from copy import deepcopy

import nbformat
import pytest
from nbclient import NotebookClient

from systemdesign.chapters.loader import chapters

NATIVE = [stem for stem, path in chapters().items() if '"native"' in path.read_text(encoding="utf-8")]


def doubled(book):
    """The chapter, and at its end each native cell once more."""
    native = [deepcopy(cell) for cell in book.cells if "native" in cell.metadata.get("tags", ())]
    for cell in native:
        cell.id = f"{cell.id}-again"
    book.cells += native
    return book


@pytest.mark.alone
@pytest.mark.sampled(of=5)
@pytest.mark.parametrize("stem", NATIVE)
def test_a_native_cell_passes_again_at_the_end_of_its_chapter(stem, root):
    book = doubled(nbformat.read(chapters()[stem], as_version=4))
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": root / "book"}}).execute()
