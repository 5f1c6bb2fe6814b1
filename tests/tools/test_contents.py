"""The map of the book."""

import json
import re

import pytest

from tools.assets import published
from tools.contents import mapped, opening

PAGE = """# A book

| | chapter | its question |
|---|---|---|
| 01 | Queues | Why? |
| 03 | Not yet written | What? |

And so on.
"""


def notebook(folder, stem, opening):
    path = folder / f"{stem}.ipynb"
    path.write_text(json.dumps({"cells": [{"source": opening.splitlines(keepends=True)}]}))
    return path


@pytest.fixture
def toy(tmp_path):
    return notebook(tmp_path, "03_toys", "# 3. Toys\n\n*Which one?*\n\nText.\n")


def test_a_published_chapter_takes_the_place_of_its_announcement(toy):
    assert mapped(PAGE, [toy]) == PAGE.replace("Not yet written | What?", "[Toys](03_toys.ipynb) | Which one?")


def test_a_chapter_that_nobody_announced_has_its_row_in_order(tmp_path):
    path = notebook(tmp_path, "02_more", "# 2. More\n\n*How much?*\n\nText.\n")
    assert re.findall(r"^\| (\d\d)", mapped(PAGE, [path]), re.M) == ["01", "02", "03"]


def test_a_map_without_announcements_holds_the_chapters(toy):
    bare = re.sub(r"^\| \d\d .*\n", "", PAGE, flags=re.M)
    assert "| 03 | [Toys](03_toys.ipynb) | Which one? |\n\nAnd so on." in mapped(bare, [toy])


def test_a_chapter_without_its_question_is_told_how_to_begin(tmp_path):
    path = notebook(tmp_path, "03_toys", "# 3. Toys\n\nText.\n")
    with pytest.raises(ValueError, match=r"03_toys.ipynb: the first cell begins with `# N. Title`"):
        opening(path)


def test_the_map_has_every_number_from_0_and_a_link_to_each_that_is_published(root):
    paths = published(root)
    rows = re.findall(r"^\| (\d\d) \| (.*?) \| .+ \|$", mapped((root / "book/index.md").read_text(), paths), re.M)
    assert len(rows) >= 20
    assert [number for number, _ in rows] == [f"{number:02}" for number in range(len(rows))]
    assert [title for _, title in rows if "](" in title] == [f"[{opening(path)[0]}]({path.name})" for path in paths]
