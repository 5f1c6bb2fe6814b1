"""One moment of a film, drawn."""

from xml.etree import ElementTree

from systemdesign.show import Film, Place, desks
from systemdesign.show.jupyter.stage import SHAPES, Stage


def drawn(film, time, linger=0.5):
    """The circles that are dots, and the drawing as a tree, which is well-formed."""
    svg = Stage(film.to_json()).svg(time, linger)
    tree = ElementTree.fromstring(svg)
    return [circle for circle in tree.iter("circle") if circle.get("r") == "4.5"], tree


def words(tree):
    return [text.text for text in tree.iter("text")]


def farm():
    return Film([["client"], desks(["a", "b"], workers=2)], end=10.0)


def test_there_is_a_dot_for_each_call_and_a_count_of_those_that_do_not_fit():
    film = farm()
    for k in range(30):
        film.stay(str(k), "", "a", k / 100, 5.0)
    dots, tree = drawn(film, 1.0)
    more = next(text for text in words(tree) if text.startswith("+"))
    assert len(dots) + int(more) == film.count("a", 1.0) == 30


def test_a_dot_whose_caller_has_left_is_hollow_and_keeps_its_turn():
    film = farm()
    film.stay("1", "", "a", 0.0, 2.0)
    film.stay("2", "", "a", 1.0, 5.0)
    film.stay("1", "", "a", 2.0, 5.0)
    film.legs[2].dot, film.legs[2].left = 0, True
    dots, _ = drawn(film, 3.0)
    assert [dot.get("fill") == "none" for dot in dots] == [True, False]


def test_what_has_just_ended_badly_has_a_shape_for_a_moment_and_what_was_answered_is_gone():
    for how, words in [("Refused", "refused"), ("Lost", "lost"), ("TimedOut", "timed out"), ("answered", None)]:
        film = farm()
        film.stay("1", "", "a", 1.0, 2.0, how)
        marks = [[path.get("d") for path in drawn(film, time)[1].iter("path")] for time in (1.5, 2.1, 2.6)]
        assert marks == [[], [SHAPES[words]] if words else [], []]


def test_a_message_moves_in_proportion_to_its_time_between_its_places():
    film = farm()
    film.travel("1", "", "client", "a", 2.0, 4.0)
    along = [float(drawn(film, time)[0][0].get("cx")) for time in (2.0, 3.0, 3.5)]
    assert along == [180.0, 360.0, 450.0]


def test_a_state_is_told_in_words_while_it_lasts():
    film = farm()
    film.note(2.0, "b", "down")
    film.note(4.0, "b", "")
    assert ["down" in words(drawn(film, time)[1]) for time in (1.0, 3.0, 5.0)] == [False, True, False]


def test_names_are_escaped_and_arcs_have_the_tone_of_their_owners():
    arcs, owners = [Place(f"arc {k}", "arc", turns=(k / 3, (k + 1) / 3)) for k in range(3)], ["a & <co>", "b"]
    film = Film([arcs, owners], end=10.0, about='"<&')
    for time, arc, owner in ((0, 0, 0), (0, 1, 1), (0, 2, 0), (5, 2, 1)):
        film.note(time, f"arc {arc}", owners[owner])
    trees = [drawn(film, time)[1] for time in (1.0, 6.0)]
    tones = [[path.get("stroke") for path in tree.iter("path") if "A120 120" in path.get("d")] for tree in trees]
    assert [[tone == each[0] for tone in each] for each in tones] == [[True, False, True], [True, False, False]]
    assert "a & <co>" in words(trees[0])
    assert trees[0].get("aria-label") == '"<&'
