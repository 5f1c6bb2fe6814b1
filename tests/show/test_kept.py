"""Every film, guess and challenge of the book, and the checks that these must pass."""

import pytest

from systemdesign.show import Challenge, Chart, Choice, Film, Guess, Number, Slider, experiment
from tests.charts import BOOK, EXPERIMENTS

from .kept import answers_its_guesses, has_no_better_answer, keeps_its_film, meets_its_challenge

HOMES = [BOOK[stem].experiments[name] for stem, name in EXPERIMENTS]
CHALLENGED = [home for home in HOMES if home.challenge]
SEARCHED = [pytest.param(home, marks=pytest.mark.sampled(of=3)) for home in CHALLENGED]


def named(home):
    return home.name


@pytest.mark.parametrize("home", [home for home in HOMES if home.filming], ids=named)
def test_a_film_of_the_book_is_small_and_has_stills_and_repeats_itself(home):
    keeps_its_film(home)


@pytest.mark.parametrize("home", [home for home in HOMES if home.guesses], ids=named)
def test_a_guess_of_the_book_has_an_answer_within_its_scale(home):
    answers_its_guesses(home)


@pytest.mark.parametrize("home", CHALLENGED, ids=named)
def test_a_challenge_of_the_book_is_met_by_its_best_answer_and_not_where_one_begins(home):
    meets_its_challenge(home)


@pytest.mark.slow
@pytest.mark.parametrize("home", SEARCHED, ids=named)
def test_a_challenge_of_the_book_has_no_better_answer(home):
    has_no_better_answer(home)


def declared(film=None, guess=(), **challenge):
    """An experiment whose number is n, the best answer to its challenge 4."""
    told = {"task": "Small.", "goals": ["n > 3"], "over": ["n"], "least": "n", "best": {"n": 4}} | challenge

    @experiment(film=film, guess=guess, challenge=Challenge(**told), n=Slider(1, 9, default=2), way=Choice(["a", "b"]))
    def counted(n, way, seed=0):
        """How many?"""
        return Chart("Counted", numbers={"n": Number(n)}, reading=f"{n}.")

    return counted


def stayed(dots=2, stills=((0, "They come."), (1, "They stay.")), who=str):
    film = Film([["a"]], end=2.0, most=dots, stills=stills)
    for dot in range(dots):
        film.stay(who(dot), "", "a", dot / 99999, 1.0)
    return film


def test_a_sound_film_guess_and_challenge_keep_all_this():
    home = declared(lambda: stayed(), Guess("How many?", number="n", scale=Slider(0, 9, 5)))
    for check in (keeps_its_film, answers_its_guesses, meets_its_challenge, has_no_better_answer):
        check(home)


runs = []


def another(who):
    """A name that it has given nobody yet."""
    runs.append(who)
    return f"{who} of {len(runs)}"


@pytest.mark.parametrize(
    ("film", "words"),
    [
        (lambda: stayed(20_000), "shorten the film"),
        (lambda: stayed(0), "Nobody is on film"),
        (lambda: stayed(stills=[(0, "They come.")]), "Two moments or more"),
        (lambda: stayed(stills=[(0, "They come."), (3, "Gone.")]), "'Gone.' is outside"),
        (lambda: stayed(stills=[(0, "They come."), (1, " ")]), "needs a caption"),
        (lambda: stayed(who=another), "another film"),
    ],
)
def test_a_film_that_does_not_keep_it_is_caught(film, words):
    with pytest.raises(AssertionError, match=words):
        keeps_its_film(declared(film))


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        (Guess("How many?", number="n", scale=Slider(3, 9, 5)), "off its scale"),
        (Guess("Which?", number="n", which="way"), "a tie"),
    ],
)
def test_a_guess_that_cannot_be_right_is_caught(guess, words):
    with pytest.raises(AssertionError, match=words):
        answers_its_guesses(declared(guess=guess))


@pytest.mark.parametrize("told", [{"best": {"n": 3}}, {"goals": ["n > 0"]}])
def test_a_challenge_that_its_best_answer_misses_or_that_is_met_at_first_is_caught(told):
    with pytest.raises(AssertionError):
        meets_its_challenge(declared(**told))


def test_a_challenge_with_a_better_answer_is_caught():
    with pytest.raises(AssertionError, match="is better than 5"):
        has_no_better_answer(declared(best={"n": 5}))
