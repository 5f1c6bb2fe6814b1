"""How numbers are spelt, and where codes come from."""

from random import Random as Chance

from systemdesign import run
from systemdesign.url_shortener.codes import ALPHABET, Counter, Random, is_code, spelt
from systemdesign.url_shortener.links import Links


def test_numbers_are_spelt_as_int_reads_them_where_it_can():
    for number in (0, 1, 9, 10, 35, 36, 61 * 36, 36**7 - 1):
        digits = spelt(number, 1)
        assert sum(ALPHABET.index(letter) * 62**k for k, letter in enumerate(reversed(digits))) == number
    assert spelt(62) == "0000010" and spelt(62**7 - 1) == "zzzzzzz" and spelt(62**7) == "10000000"


def test_an_alphabet_has_each_letter_once_in_the_order_of_bytes():
    assert len(set(ALPHABET)) == 62 and list(ALPHABET) == sorted(ALPHABET)


def test_a_dash_is_in_no_code_but_the_word_metrics_could_be_one():
    assert is_code("metrics") and not is_code("-") and not is_code("") and not is_code("a b")


def test_counted_codes_come_one_after_another_over_two_who_share_the_links():
    async def story():
        links = Links()
        one, other = Counter(links), Counter(links)
        return [await one(), await other(), await one()]

    assert run(story) == ["0000000", "0000001", "0000002"]


def test_drawn_codes_have_their_length_and_repeat_with_their_seed():
    async def story():
        draw = Random(Chance(3))
        return [await draw() for _ in range(50)]

    assert run(story) == run(story) and {len(code) for code in run(story)} == {7} and len(set(run(story))) == 50
