"""The page of the running timeline in a browser: several people at once, with and without script, on a telephone."""

import pytest
from playwright.sync_api import expect

from systemdesign.engines.site.child import Running
from tests.browsing import visited

pytestmark = pytest.mark.browser
SLOWLY = "--people", "200", "--inserts-per-second", "50"


@pytest.fixture
def home():
    with Running("systemdesign.timeline.service", *SLOWLY) as running:
        yield f"http://127.0.0.1:{running.wait().port}"


def column(page, user):
    return page.get_by_role("region", name=user, exact=True)


def follow(page, user, author):
    column(page, user).get_by_text(f"{user} follows").click()
    column(page, user).get_by_label("Follow", exact=True).fill(author)
    column(page, user).get_by_role("button", name="Follow", exact=True).click()


def say(page, user, text, label="says", button="Post"):
    column(page, user).get_by_label(f"{user} {label}").fill(text)
    column(page, user).get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("script", [True, False])
def test_an_answer_is_seen_to_overtake_its_question(chromium, home, script):
    page, complaints = visited(chromium, home, java_script_enabled=script)

    def comes(one):
        """It comes by itself, or is there at a later look."""
        for _ in range(0 if script else 200):
            if one.count():
                break
            page.goto(page.url)
        expect(one).to_be_visible(timeout=15_000)

    say(page, "stella", "A question?")
    comes(page.get_by_text("is in", exact=False).first)
    comes(column(page, "ann").get_by_text("A question?", exact=True))
    column(page, "ann").get_by_role("link", name="Reply to stella as ann").click()
    say(page, "ann", "An answer.", "answers stella", "Reply")
    comes(column(page, "bob").get_by_text("In answer to a post of stella that has not come here yet"))
    comes(column(page, "bob").get_by_text("A question?", exact=True))
    expect(column(page, "bob").get_by_text("that has not come here yet")).to_have_count(0)
    assert complaints == []
    page.close()


def test_a_person_follows_unfollows_and_deletes(chromium, home):
    page, complaints = visited(chromium, f"{home}/?who=eve fan1")
    say(page, "eve", "I am new here")
    expect(column(page, "eve").get_by_text("I am new here")).to_be_visible()
    follow(page, "fan1", "eve")
    expect(column(page, "fan1").get_by_text("I am new here")).to_be_visible()
    column(page, "fan1").get_by_text("fan1 follows stella, eve").click()
    page.get_by_role("button", name="fan1 unfollows eve").click()
    expect(column(page, "fan1").get_by_text("I am new here")).to_have_count(0)
    page.get_by_role("button", name="Delete I am new here").click()
    expect(page.get_by_text("I am new here")).to_have_count(0)
    assert complaints == []
    page.close()


def test_what_is_refused_is_said(chromium, home):
    page, _ = visited(chromium, home)
    follow(page, "ann", "nobody")
    expect(page.get_by_role("alert")).to_contain_text("Nobody is called nobody.")
    page.close()


def test_older_posts_are_a_page_further(chromium, home):
    page, _ = visited(chromium, f"{home}/?who=eve")
    for number in range(12):
        page.request.post(f"{home}/posts", form={"author": "eve", "text": f"No. {number}."})
    expect(page.locator("#home-eve li")).to_have_count(10)
    page.reload()
    page.get_by_role("link", name="Older").click()
    expect(page.locator("#home-eve li")).to_have_count(2)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone_and_its_words_stand_out(chromium, home, scheme):
    page, _ = visited(chromium, home, viewport={"width": 360, "height": 640}, color_scheme=scheme)
    say(page, "stella", "long" * 100)
    expect(column(page, "ann").get_by_text("longlong")).to_be_visible()
    expect(page.locator("#fan-outs")).to_contain_text("longlong")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (page.evaluate("getComputedStyle(document.body).color") == "rgb(255, 255, 255)") == (scheme == "dark")
    page.close()
