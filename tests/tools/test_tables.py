"""The headers of tables."""

import re

import pytest

from tools.tables import headed

TABLE = """<table><thead><tr class="row-odd"><th class="head"><p>a</p></th>
<th class="head text-right"><p>b</p></th></tr></thead>
<tbody>
<tr class="row-even"><td><p>1</p></td>
<td><p>2</p></td></tr>
</tbody></table>"""


def test_a_columns_header_says_so():
    assert headed(TABLE).count('scope="col"') == 2 and '<th class="head text-right" scope="col">' in headed(TABLE)
    assert "<td><p>1</p></td>" in headed(TABLE)


def test_a_rows_first_cell_becomes_its_header_where_it_is_one():
    assert '<th scope="row"><p>1</p></th>\n<td><p>2</p></td>' in headed(TABLE, rows=True)


def test_a_cell_of_a_wide_page_says_in_which_column_it_is():
    told = headed(TABLE, rows=True, wide=True)
    assert '<th scope="row" data-of="a"><p>1</p></th>\n<td data-of="b"><p>2</p></td>' in told
    assert "data-of" not in headed(TABLE, rows=True)


def test_a_table_of_many_columns_holds_numbers_and_stays_a_table():
    column, cell = TABLE.partition("<tr")[2].partition("</th>")[0].partition(">")[2] + "</th>", "<td><p>2</p></td>"
    many = TABLE.replace(column, column * 4).replace(cell, cell * 4)
    assert headed(many, rows=True, wide=True) == headed(many, rows=True)
    assert headed(many, rows=True).count('scope="col"') == 5


def test_every_table_of_text_has_headers_with_a_scope(root):
    for path in (root / "_build/html/book").glob("*.html"):
        assert not re.findall(r"<th(?: (?![^>]*scope=)[^>]*)?>", path.read_text(encoding="utf-8")), path.name


def test_the_map_of_the_book_heads_its_columns_and_its_rows(root):
    table = re.search(r"<table.*?</table>", (root / "_build/html/book/index.html").read_text("utf-8"), re.DOTALL)[0]
    heads = re.findall(r'<th class="head" scope="col"><p>(.*?)</p>', table)
    assert heads == ["number", "chapter", "its question"]
    assert table.count('<th scope="row">') == table.count("<tr") - 1 > 15


@pytest.mark.parametrize("name", ["systems", "teaching"])
def test_rows_of_the_pages_made_of_tables_have_headers_and_their_cells_names(root, name):
    text = (root / f"_build/html/book/{name}.html").read_text(encoding="utf-8")
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        columns, rows = table.count('scope="col"'), table.count("<tr") - 1
        assert table.count('scope="row"') == rows > 0
        assert table.count("data-of") == (rows * columns if columns <= 4 else 0)
