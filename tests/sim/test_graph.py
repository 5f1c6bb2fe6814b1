"""Who follows whom, who has blocked whom, and which posts there are."""

from systemdesign import run
from systemdesign.sim import Graph


def asked(graph, verb, *args):
    async def main():
        return await getattr(graph, verb)(*args)

    return run(main)


def star(*users):
    graph = Graph()
    for user in users:
        graph.follow(user, "star")
    return graph


def test_followers_come_in_the_order_in_which_they_came():
    assert asked(star("c", "a", "b"), "followers", "star", None, 2) == [(0, "c", True), (1, "a", True)]
    assert asked(star("c", "a", "b"), "followers", "star", 0, 9) == [(1, "a", True), (2, "b", True)]


def test_who_leaves_moves_nobody_and_who_comes_back_is_the_last():
    graph = star("c", "a", "b")
    graph.unfollow("c", "star")
    assert asked(graph, "followers", "star", None, 9) == [(1, "a", True), (2, "b", True)]
    graph.follow("a", "star")
    assert asked(graph, "followers", "star", None, 9) == [(2, "b", True), (3, "a", True)]


def test_who_has_not_looked_for_a_month_is_not_active():
    graph = star("c", "a")
    graph.dormant.add("c")
    assert asked(graph, "followers", "star", None, 9) == [(0, "c", False), (1, "a", True)]


def test_a_size_counts_all_followers():
    graph = star("c", "a")
    graph.dormant.add("c")
    assert (asked(graph, "size", "star"), asked(graph, "size", "nobody")) == (2, 0)


def test_whom_a_user_follows_with_their_sizes():
    graph = star("c", "a")
    graph.follow("c", "nobody else")
    assert asked(graph, "follows", "c") == {"star": 2, "nobody else": 1}
    graph.unfollow("c", "star")
    assert (asked(graph, "follows", "c"), asked(graph, "follows", "d")) == ({"nobody else": 1}, {})


def test_whom_a_user_has_blocked():
    graph = star("c")
    graph.block("c", "star")
    graph.block("c", "bore")
    graph.unblock("c", "star")
    assert (asked(graph, "blocked", "c"), asked(graph, "blocked", "d")) == ({"bore"}, set())


def test_a_deleted_post_is_not_told():
    graph = Graph()
    for post in ((0, "a", None), (1, "b", 0)):
        graph.write(post)
    graph.delete(0)
    graph.delete(7)
    assert asked(graph, "posts", [0, 1, 2]) == {1: (1, "b", 0)}
