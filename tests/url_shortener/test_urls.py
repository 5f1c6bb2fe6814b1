"""What is refused, and why: each kind of harm once, and what must pass."""

import pytest

from systemdesign.url_shortener.urls import MOST, refusal

GOOD = ["http://a", "https://example.com", "https://example.com:8443/a/b?c=d&e=%20#f", "http://[::1]/x", "HTTP://A/",
        "https://xn--bcher-kva.example/", "http://a/" + "x" * (MOST - 9), "https://a/mail@b"]
BAD = {"": "no address", "http://a/" + "x" * (MOST - 8): "more than 2,048", "example.com": "begin with http",
       "ftp://a/b": "begin with http", "javascript:alert(1)": "begin with http", "data:text/html,x": "begin",
       "http://a/\r\nSet-Cookie: x=1": "letters, digits", "http://a/\n": "letters, digits", "http://a b": "letters",
       "http://a/é": "letters", "http://good\\@evil": "letters", "http://a/<script>": "letters",
       "http:///path": "begin",
       "http://[::1": "host", "http://a:port/": "host", "http://bank.example@evil.example/": "name or password",
       "http://sho.rt/abc": "ours", "http://sho.rt./abc": "ours", "https://SHO.rt:9/": "ours"}


@pytest.mark.parametrize("url", GOOD)
def test_an_address_on_the_web_is_shortened(url):
    assert refusal(url, "sho.rt:8016") == ""


@pytest.mark.parametrize("url", BAD)
def test_what_would_do_harm_is_refused_with_a_sentence(url):
    assert BAD[url] in refusal(url, "sho.rt:8016") and refusal(url, "sho.rt:8016").endswith(".")


def test_without_a_name_of_our_own_nothing_is_ours():
    assert refusal("http://sho.rt/abc") == ""
