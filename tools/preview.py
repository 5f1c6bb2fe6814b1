"""What others show of a page before it is opened: a description, and a card for those who pass the link on."""

import re
from html import escape
from pathlib import Path

from docutils import nodes

from systemdesign.show import jupyter
from tools.assets import published
from tools.cards import SIZE, card, first
from tools.contents import opening
from tools.store import Store, contents, put

ROOT = Path(__file__).parent.parent
LONGEST = 200
"""Characters of a description: search engines cut longer ones."""


def description(doctree):
    """The first sentences of a page, as many as fit."""
    texts = (paragraph.astext() for paragraph in doctree.findall(nodes.paragraph)
             if isinstance(paragraph.parent, nodes.section))
    told = ""
    for sentence in re.split(r"(?<=[.?!])\s+", " ".join(" ".join(texts).split())):
        if told and len(f"{told} {sentence}") > LONGEST:
            break
        told = f"{told} {sentence}".strip()
    return told if len(told) <= LONGEST else f"{told[:LONGEST].rpartition(' ')[0]} …"


def tags(title, words, address, picture, site):
    """The elements of a page's head."""
    shared = {"og:type": "article", "og:site_name": site, "og:title": title, "og:description": words,
              "og:url": address, "og:image": picture, "og:image:width": SIZE[0], "og:image:height": SIZE[1],
              "og:image:alt": f"{title}: its first figure"}
    named = {"description": words, "twitter:card": "summary_large_image"}
    return "".join(f'<meta {kind}="{name}" content="{escape(str(told))}">\n' for kind, pairs in
                   (("name", named), ("property", shared)) for name, told in pairs.items())


def complete(app, pagename, templatename, context, doctree):
    """Put them into the head of every page that has something to read."""
    if doctree is None:
        return
    base, stem = app.config.html_baseurl, pagename.rpartition("/")[2]
    picture = f"{base}_static/cards/{stem if stem in app.cards else 'book'}.png"
    title = re.sub("<.*?>", "", context["title"])
    address = f"{base}{pagename}.html"
    words = description(doctree) or title
    context["metatags"] += tags(title, words, address, picture, app.config.html_title)


def places(app, store):
    """{name of a card: (the place in the store, title, question, the chapter whose figure it shows)}."""
    code = contents([*Path(jupyter.__file__).parent.glob("*.py"), Path(__file__).with_name("cards.py")])
    book, paths = app.config.html_title, published(ROOT)
    told = {path.stem: (*opening(path), path) for path in paths} | {"book": (book, motto(), paths[-1])}
    return {name: (store.place("card", *map(str, words), *code, *frames(app, words[-1].stem)), *words)
            for name, words in told.items()}


def frames(app, stem):
    """What the first figure of a chapter is made from, in one word."""
    return [place.name for name, place in app.experiments.made.items() if name.startswith(f"frames/{stem}/")][:1]


def motto():
    """The line in italics at the top of the book."""
    return re.search(r"^\*(.+)\*$", (ROOT / "book" / "index.md").read_text(encoding="utf-8"), re.MULTILINE)[1]


def draw(app):
    """Lay the cards out; one that was drawn from the same is kept."""
    store = Store(Path(app.outdir).parent / ".cards")
    app.cards = places(app, store)
    folder = Path(app.outdir, "_static", "cards")
    folder.mkdir(parents=True, exist_ok=True)
    for name, (place, title, question, path) in app.cards.items():
        if not place.exists():
            with store.scratch() as scratch:
                (scratch / "card").write_bytes(card(app.config.html_title, title, question, first(path)))
                store.keep(scratch / "card", place)
        put(folder / f"{name}.png", place.read_bytes())
    store.forget()


def setup(app):
    app.connect("builder-inited", draw)
    app.connect("html-page-context", complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
