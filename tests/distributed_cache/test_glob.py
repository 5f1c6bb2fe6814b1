"""Patterns of names."""

import pytest

from systemdesign.distributed_cache.glob import glob


@pytest.mark.parametrize(("pattern", "name", "matches"), [
    (b"*", b"", True), (b"h?llo", b"hello", True), (b"h?llo", b"hllo", False), (b"h*llo", b"heeeello", True),
    (b"h[ae]llo", b"hallo", True), (b"h[^e]llo", b"hello", False), (b"h[a-b]llo", b"hbllo", True),
    (b"h[b-a]llo", b"hallo", True), (b"h\\*llo", b"h*llo", True), (b"h\\*llo", b"hello", False), (b"a", b"A", False),
    (b"*a*b", b"xaxxab", True), (b"*ab*ab", b"ab", False), (b"*.", b"a\n.", True), (b"[\\]]", b"]", True),
    (b"[", b"[", False), (b"a[", b"a", False), (b"[]", b"a", False), (b"a**b", b"ab", True),
])
def test_a_pattern_matches_what_it_means(pattern, name, matches):
    assert bool(glob(pattern)(name)) == matches


def test_a_pattern_of_many_stars_takes_no_time():
    assert not glob(b"a*" * 50 + b"b")(b"a" * 100)
