"""The headers of tables."""

import re

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


def test_every_table_of_text_has_headers_with_a_scope(root):
    for path in (root / "_build/html/book").glob("*.html"):
        assert not re.findall(r"<th(?: (?![^>]*scope=)[^>]*)?>", path.read_text(encoding="utf-8")), path.name


def test_the_map_of_the_book_heads_its_columns_and_its_rows(root):
    table = re.search(r"<table.*?</table>", (root / "_build/html/book/index.html").read_text("utf-8"), re.DOTALL)[0]
    heads = re.findall(r'<th class="head" scope="col"><p>(.*?)</p>', table)
    assert heads == ["number", "chapter", "its question"]
    assert table.count('<th scope="row">') == table.count("<tr") - 1 > 15
