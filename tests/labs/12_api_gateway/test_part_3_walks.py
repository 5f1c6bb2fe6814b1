"""Lab 12, part 3: where a path leads that has empty segments, dots and codes."""

from random import Random

import pytest

from .paths import ROOTED, TABLE, check

WALKED = "In normal form a path has no empty segments, no `.` and no `..`."


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "path",
    [
        "/api/users/",
        "/api//users",
        "//api/users",
        "/api/users//17///",
        "/api/./users",
        "/./api/users/.",
        "//",
        "/./",
        "///api",
    ],
)
def test_empty_segments_and_dots_vanish(lab, path):
    check(lab, TABLE, [path], WALKED)
    check(lab, ROOTED, [path, f"{path}?x"], WALKED)


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "path",
    [
        "/api/users/../admin",
        "/api/users/17/..",
        "/api/users/17/../",
        "/static/../api/users",
        "/api/users/../../static/a",
        "/api/users/x/../../y",
        "/a/b/c/../../../api",
        "/api/users/./../x",
        "/api/users//../x",
        "/api/..",
        "/api/../",
    ],
)
def test_two_dots_take_away_the_segment_before(lab, path):
    for table in (TABLE, ROOTED):
        check(lab, table, [path], f"{WALKED} `..` takes away the segment before it.")


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "path",
    ["/..", "/../api", "/api/../../api", "/api/users/../../../api", "//..", "/./..", "/../..", "/x/..//..", "/x/../.."],
)
def test_two_dots_that_find_no_segment_lead_nowhere(lab, path):
    for table in (TABLE, ROOTED):
        check(lab, table, [path, f"{path}?x"], "Where `..` finds no segment before it, `find` returns None.")


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "path", ["", "api/users", "?x", "*", ".", "..", "./api", "../api", "http://a/api", " /api", "x/../api"]
)
def test_a_path_begins_with_a_slash(lab, path):
    check(lab, ROOTED, [path], "Where the path does not begin with `/`, `find` returns None.")


@pytest.mark.rule(3)
def test_more_dots_are_a_name(lab):
    paths = [
        "/api/users/...",
        "/api/.../users",
        "/api/users/..x",
        "/api/x../y",
        "/api/.x",
        "/api/users/x.y",
        "/api/. ./x",
    ]
    check(lab, TABLE, paths, f"{WALKED} Whatever else has dots in it is a name.")


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    "path",
    [
        "/api/users/%2e%2e/x",
        "/api/users/%2E%2E/x",
        "/api/users/.%2e/x",
        "/api/users/%2E./x",
        "/api/%2e/users",
        "/%2e%2e/api",
        "/api/users/%2e%2E",
        "/a%2eb/v1%2E0/x",
        "/api/x%2ey",
        "/api/%2e%2e%2e/x",
        "/%2e%2E/%2e./x",
        "/api/users/17/%2e%2e/%2e%2e/x",
    ],
)
def test_a_coded_dot_is_a_dot(lab, path):
    for table in (TABLE, ROOTED):
        check(
            lab, table, [path, f"{path}?%2e"], "`%2e`, in either case, is a dot, and becomes one before anything else."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize("code", ["%2f", "%2F", "%5c", "%5C", "\\"])
def test_a_coded_slash_leads_nowhere(lab, code):
    paths = [
        path.replace("|", code)
        for path in ("/api/users|17", "/api|users", "/api/users/..|x", "/api/users/|", "/|", "/x|../api")
    ]
    check(lab, ROOTED, paths, "A path with `%2f`, `%5c` or a backslash is not found.")


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    "code",
    ["%75", "%25", "%20", "%00", "%C3%A9", "%2", "%", "%252e", "%252E%252e", "%252f", "%%", "+", "%3f", "%3Fx", "%23"],
)
def test_all_other_codes_stay_as_they_are(lab, code):
    paths = [
        f"/api/users/{code}",
        f"/api/{code}sers",
        f"/api/users{code}",
        f"/api/users/x{code}y/../z",
        f"/{code}{code}/x",
    ]
    check(lab, ROOTED, paths, "All other codes stay as they are.")


@pytest.mark.rule(1, 2, 3, 4)
@pytest.mark.parametrize("seed", range(12))
def test_any_path_leads_where_the_rules_say(lab, seed):
    rng = Random(seed)
    pieces = ["a", "b", "ab", "a.b", "", ".", "..", "%2e", "%2E.", "%2e%2e", "...", "%61", "A", "a%2eb"]
    rare = ["%2f", "%5C", "\\", "%252e"]

    def drawn():
        some = [rng.choice(rare if rng.random() < 0.03 else pieces) for _ in range(rng.randrange(7))]
        return "/" * (rng.random() < 0.97) + "/".join(some) + rng.choice(["", "", "?", "?a/../b", "?%2F"])

    prefixes = [
        "/" + "/".join(rng.choice(["a", "b", "ab", "a.b", "A"]) for _ in range(rng.randrange(4))) for _ in range(7)
    ]
    table = {prefix: number for number, prefix in enumerate(prefixes)}
    check(lab, table, [drawn() for _ in range(200)], "Rules 1 to 4 say so.")
