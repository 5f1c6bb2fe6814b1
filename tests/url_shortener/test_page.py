"""The page of the running shortener in a browser: a link's whole life, with and without script, on a telephone."""

import pytest
from playwright.sync_api import expect

from systemdesign.engines.site.child import Running
from systemdesign.url_shortener.set_ups import SERVICE
from tests.browsing import visited

pytestmark = pytest.mark.browser
LONG = "https://example.org/a/long/address?with=questions&more"


@pytest.fixture(scope="module")
def home():
    with Running(SERVICE) as running:
        yield f"http://127.0.0.1:{running.wait().port}"


def shorten(page, url):
    page.get_by_label("The address to shorten").fill(url)
    page.get_by_role("button", name="Shorten").click()


@pytest.mark.parametrize("script", [True, False])
def test_a_person_shortens_a_link_follows_it_and_withdraws_it(chromium, home, script):
    page, complaints = visited(chromium, home, java_script_enabled=script)
    shorten(page, LONG)
    short = page.get_by_label("Your short link").input_value()
    assert short.startswith(f"{home}/")
    link = page.get_by_role("link", name=LONG)
    assert link.evaluate("a => a.href") == short if script else True
    assert page.request.get(short, max_redirects=0).headers["location"] == LONG
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("The link is withdrawn.")).to_be_visible()
    assert page.request.get(short, max_redirects=0).status == 410
    assert complaints == []
    page.close()


def test_a_short_link_is_copied(chromium, home):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(home)
    shorten(page, LONG)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Your short link").input_value()
    context.close()


def test_what_is_refused_is_said_and_stays_to_be_mended(chromium, home):
    page, _ = visited(chromium, home)
    shorten(page, "javascript:alert(1)")
    expect(page.get_by_role("alert")).to_contain_text("http://")
    expect(page.get_by_label("The address to shorten")).to_have_value("javascript:alert(1)")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone_and_its_words_stand_out(chromium, home, scheme):
    page, _ = visited(chromium, home, viewport={"width": 360, "height": 640}, color_scheme=scheme)
    shorten(page, f"https://example.org/{'long' * 100}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shade = page.evaluate("getComputedStyle(document.body).color")
    assert (shade == "rgb(255, 255, 255)") == (scheme == "dark")
    page.close()
