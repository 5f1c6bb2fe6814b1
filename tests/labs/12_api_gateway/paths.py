"""The rules of part 3 of lab 12, once more: a path found by rewriting, and its prefix by trying every one."""

import re
from pathlib import Path

BESIDE = Path(__file__).parent / "beside.py"
TABLE = {"/api/users": "users", "/api": "rest", "/api/users/admin": "admin", "/static": "files", "/a.b/v1.0": "dots"}
ROOTED = {**TABLE, "/": "root"}


def normal(path):
    """The normal form of what stands before a query, found by rewriting; None where there is none."""
    path = re.sub("(?i)%2e", ".", path)
    if not path.startswith("/") or re.search(r"(?i)%2f|%5c|\\", path):
        return None
    before, path = None, path + "/"
    while path != before:
        before, path = path, re.sub(r"/(?:\.?/)+", "/", path)
        path = re.sub(r"/(?!\.\./)[^/]+/\.\./", "/", path, count=1)
    return None if path.startswith("/../") else path[:-1] or "/"


def due(table, target):
    """What should be found, by trying every prefix."""
    path, mark, query = target.partition("?")
    found = normal(path)
    fits = [] if found is None else [one for one in table if one == "/" or f"{found}/".startswith(f"{one}/")]
    return (table[max(fits, key=len)], found + mark + query) if fits else None


def check(lab, table, paths, rule):
    first, again = lab.beside(BESIDE).finds(list(table.items()), list(paths))
    for path, found in zip(paths, first, strict=True):
        right = due(table, path)
        assert found == right and repr(found) == repr(right), (
            f"Of the prefixes {list(table)}, `find({path!r})` found {found!r}, and should find {right!r}. {rule}"
        )
    assert again == first, f"Asked a second time, `find` found {again}, and at first {first}: it answers as before."
