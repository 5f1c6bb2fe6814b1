"""Lab 12, part 3: which prefix a path has, and its query."""

import pytest

from .paths import ROOTED, TABLE, check

LONGEST = "It is the longest prefix of the path, by whole segments, that counts."


@pytest.mark.rule(1)
def test_the_longest_prefix_counts(lab):
    paths = [
        "/api/users",
        "/api/users/17",
        "/api/users/17/orders",
        "/api/orders",
        "/api",
        "/api/users/admin/x",
        "/static/a",
    ]
    check(lab, TABLE, paths, LONGEST)
    check(lab, dict(reversed(TABLE.items())), paths, f"{LONGEST} The order of the table does not.")


@pytest.mark.rule(1)
def test_prefixes_are_compared_by_segments(lab):
    table = {"/api/users": "users", "/ap": "ap", "/static": "files"}
    paths = ["/api/usersettings", "/api/users2/x", "/api/user", "/api", "/apis", "/ap/i", "/", "/static.html", "/stat"]
    check(lab, table, paths, LONGEST)


@pytest.mark.rule(1)
def test_letters_have_a_case(lab):
    check(
        lab,
        {"/api/Users": 1, "/API": 2},
        ["/api/users", "/API/Users", "/api/Users/A", "/api", "/Api"],
        "Prefixes are compared letter by letter, and a path keeps its letters.",
    )


@pytest.mark.rule(1)
def test_the_root_is_a_prefix_of_every_path(lab):
    paths = ["/", "/x", "/api", "/api/x/y", "/apis"]
    check(lab, {"/": "root", "/api": "api"}, paths, "`/` is a prefix of every path.")
    check(lab, {"/api": "api"}, paths, "Where there is no prefix, `find` returns None.")
    check(lab, {}, paths, "Where there is no prefix, `find` returns None.")


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", ["", 0, False, None, []], ids=repr)
def test_a_table_may_lead_to_anything(lab, value):
    check(lab, {"/": "root", "/api": value}, ["/api", "/api/x", "/x"], "It returns what the table has, whatever it is.")


@pytest.mark.rule(1)
def test_longer_is_more_segments_and_not_more_letters(lab):
    table = {"/a-very-long-first-segment": 1, "/a-very-long-first-segment/b": 2, "/b/c/d/e": 3, "/b/c": 4, "/b": 5}
    paths = ["/a-very-long-first-segment/b/c", "/a-very-long-first-segment/c", "/b/c/d", "/b/c/d/e/f", "/b/d/c"]
    check(lab, table, paths, LONGEST)


@pytest.mark.rule(1)
def test_two_tables_are_two(lab):
    check(lab, {"/a": "first"}, ["/a", "/b"], LONGEST)
    check(lab, {"/b": "second"}, ["/a", "/b"], LONGEST)


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "query", ["?x=1", "?", "?a=b?c=d", "?next=/api/../static", "?a=//b/./c/", "?x=%2F%2e%5C\\", "?/..", "?a+b#c;d"]
)
def test_a_query_stands_behind_the_path_as_it_came(lab, query):
    paths = [path + query for path in ("/api/users", "/api/users/17", "/api/usersettings", "/api", "/x", "/")]
    rule = "From the first `?` on it is the query: no part of the path, and it stands behind it as it came."
    for table in (TABLE, ROOTED):
        check(lab, table, paths, rule)


@pytest.mark.rule(1)
@pytest.mark.parametrize("depth", [5, 9, 20])
def test_a_prefix_may_be_deep(lab, depth):
    prefixes = ["/" + "/".join("abcdefghijklmnopqrstuvwxyz"[:length]) for length in range(1, depth + 1)]
    table = {prefix: number for number, prefix in enumerate(prefixes)}
    check(lab, table, [f"{prefix}/x" for prefix in prefixes], LONGEST)


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("sign", ["#", ";", "&", "=", ":", "@", " ", "*", "\t"])
def test_no_other_sign_ends_a_path(lab, sign):
    paths = [f"/api/users{sign}x/y", f"/api/users/{sign}x?q", f"/api/{sign}/users", f"/api/x{sign}/y?{sign}"]
    check(lab, ROOTED, paths, "From the first `?` on it is the query, and all else is the path, letter by letter.")
