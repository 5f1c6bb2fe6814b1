"""The map of the book."""

import json
import re

import pytest

from tools.assets import published
from tools.contents import linked, mapped, opening

PAGE = """# A book

| number | chapter | its question |
|---|---|---|

And so on.
"""


def notebook(folder, stem, opening):
    path = folder / f"{stem}.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": opening.splitlines(keepends=True)}]}))
    return path


@pytest.fixture
def toy(tmp_path):
    return notebook(tmp_path, "03_toys", "# 3. Toys\n\n*Which one?*\n\nText.\n")


def test_the_map_holds_the_chapters(toy):
    assert "|---|---|---|\n| 03 | [Toys](03_toys.ipynb) | Which one? |\n\nAnd so on." in mapped(PAGE, [toy])


def test_a_page_without_a_map_stays_as_it_is(toy):
    assert mapped("# A book\n", [toy]) == "# A book\n"


def test_a_link_to_a_chapter_has_its_number_and_its_title(toy):
    assert linked(toy, "#law") == "[3. Toys](03_toys.ipynb#law)"


def test_a_chapter_without_its_question_is_told_how_to_begin(tmp_path):
    path = notebook(tmp_path, "03_toys", "# 3. Toys\n\nText.\n")
    with pytest.raises(ValueError, match=r"03_toys.ipynb: the first cell begins with `# N. Title`"):
        opening(path)


def test_the_map_has_every_number_from_0_and_a_link_to_each_chapter(root):
    paths = published(root)
    rows = re.findall(r"^\| (\d\d) \| (.*?) \| .+ \|$", mapped((root / "book/index.md").read_text(), paths), re.M)
    assert rows == [(f"{k:02}", f"[{opening(path)[0]}]({path.name})") for k, path in enumerate(paths)]
