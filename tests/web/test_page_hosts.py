"""Hosts that send other types or a strict policy, no host at all, no script, and a page that was translated."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import ASKED, CHAPTER
from tests.web.figures import Figure, right
from tools.serve import Quiet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENTENCE = "The controls of this figure need JavaScript, and a server that sends its files"
POLICY = "script-src 'self' 'unsafe-inline' blob:; worker-src 'self' blob:"


class Untyped(Quiet):
    """Knows the types of pages, scripts and styles, and of nothing else."""

    def guess_type(self, path):
        known = super().guess_type(path)
        return known if re.search(r"\.(html|js|css|svg)$", str(path)) else "application/octet-stream"


def policy(words, packs=True):
    """A host with this policy, which packs what it sends or does not."""

    class Strict(Quiet):
        packed = False if packs else property(lambda self: False, lambda self, found: None)

        def end_headers(self):
            self.send_header("Content-Security-Policy", words)
            super().end_headers()

    return Strict


def stands_still(page):
    box = page.locator("figure[data-experiment=tail]")
    expect(box.get_by_text(SENTENCE)).to_be_visible()
    expect(box.locator("form.experiment-controls")).to_be_hidden()
    expect(box.locator("form.experiment-guess")).to_be_hidden()
    expect(box.locator(".experiment-chart")).to_be_visible()
    expect(box.locator(".experiment-reading")).to_be_visible()
    expect(box.locator("svg.chart.wide")).to_be_visible()


def test_a_host_that_knows_no_types_serves_living_figures(host, tail):
    figure = host(Untyped).until(tier="live")
    right(figure, tail, load=0.9, servers=4)


def test_no_file_needs_a_type_that_hosts_do_not_know(site):
    assert not list(site.rglob("*.mjs"))


def test_a_policy_against_webassembly_is_named_and_what_is_computed_answers(host, tail):
    figure = host(policy(POLICY))
    figure.until(note="error", busy="false")
    assert "'wasm-unsafe-eval'" in figure.status
    figure.control("load").fill("0.5")
    figure.control("servers").fill(str(tail.defaults["servers"]))
    figure.until(busy="false", note="")


def test_a_policy_against_workers_is_named(host):
    figure = host(policy("worker-src 'none'")).until(note="error", busy="false")
    assert "must allow 'self' for worker-src" in figure.status and "computed beforehand" in figure.status


def test_a_policy_that_runs_no_blob_is_met_with_the_bare_file(host, tail):
    figure = host(policy("script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'", packs=False)).until(tier="live")
    right(figure, tail, load=0.9, servers=4)


@pytest.mark.parametrize("piece", ["worker-*.js", "course-*", "bundles/*"])
def test_a_page_in_the_place_of_a_file_is_told_in_words(meet, piece):
    page = "<!doctype html><title>App</title>"
    _, figure = meet(piece, lambda route: route.fulfill(body=page, content_type="text/html"))
    figure.until(note="error", busy="false")
    assert "something else in its place" in figure.status and "Traceback" not in figure.status


REFUSED = "navigator.locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));"


def refuse(route):
    found = route.fetch()
    route.fulfill(response=found, body=REFUSED + found.text())


def test_python_runs_where_cookies_and_with_them_locks_are_refused(visit, tail):
    page = visit("book/index.html")
    page.context.add_init_script(REFUSED)
    page.context.route("**/experiments/worker-*.js", refuse)
    page.goto(page.url.replace("book/index.html", CHAPTER) + ASKED)
    figure = Figure(page, "tail").until(tier="live")
    right(figure, tail, load=0.9, servers=4)


def test_a_slider_that_the_browser_has_put_back_agrees_with_its_figure(visit, tail):
    page = visit(CHAPTER, block=["**/worker-*.js"])
    figure = Figure(page, "tail").until(tier="frames")
    page.evaluate("document.querySelector('[data-experiment=tail] [name=load]').value = 0.3")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert figure.settings(tail) == tail.defaults


def test_a_file_opened_without_a_server_says_how_to_see_it_alive(site, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri() + ASKED)
    stands_still(page)
    context.close()


def test_where_no_script_may_run_the_page_says_so(address, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CHAPTER)
    stands_still(page)
    context.close()


@pytest.mark.parametrize("lost", ["**/experiments/page-*.js", "**/*.js"])
def test_where_the_pages_script_is_lost_the_page_says_so(address, chromium, lost):
    context = chromium.new_context()
    context.route(lost, lambda route: route.abort())
    context.route(f"**/{CHAPTER}", impatient)
    page = context.new_page()
    page.goto(address + CHAPTER)
    stands_still(page)
    context.close()


def impatient(route):
    """The page as it is, but for how long its figures wait for their script."""
    answer = route.fetch()
    hurry = "<style>html:root { --still: 0.1s }</style></head>"
    route.fulfill(response=answer, body=answer.text().replace("</head>", hurry, 1))


def test_a_page_that_comes_to_life_late_stands_still_no_more(visit, chromium):
    page = visit("book/index.html")
    page.context.route(f"**/{CHAPTER}", impatient)
    held = []
    page.context.route("**/experiments/page-*.js", lambda route: held.append(route))
    page.goto(page.url.replace("book/index.html", CHAPTER), wait_until="commit")
    expect(page.locator("figure[data-experiment=tail]").get_by_text(SENTENCE)).to_be_visible()
    held[0].continue_()
    expect(page.locator("figure[data-experiment=tail]").get_by_text(SENTENCE)).to_be_hidden()
    Figure(page, "tail").until(tier="frames")


def test_a_translated_page_still_knows_its_options(visit, tail):
    page = visit(CHAPTER)
    figure = Figure(page, "tail").until(tier="frames")
    page.evaluate("""() => {
        for (const option of document.querySelectorAll("option")) option.textContent = `Auf: ${option.textContent}`;
        for (const label of document.querySelectorAll("label, th, figcaption"))
            label.innerHTML = `<font><font>${label.innerHTML}</font></font>`;
    }""")
    figure.control("policy").select_option(index=1)
    figure.until(busy="false", note="")
    assert figure.settings(tail)["policy"] == tail.controls["policy"].options[1]
