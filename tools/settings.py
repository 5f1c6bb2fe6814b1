"""Links to an experiment at some settings, `[words](#dead?interval=10&threshold=5)`, in its chapter and out of it."""

import re
from urllib.parse import parse_qsl

from docutils import nodes
from sphinx.transforms import SphinxTransform

from systemdesign.show.errors import SettingError

LINK = re.compile(r"\[(?P<words>[^\[\]]+)\]\(#(?P<name>\w+)(?P<query>\?[^\s)]*)?\)")


def check(experiment, query):
    """The settings that a link carries. SettingError for what the experiment does not offer, or not as written."""
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    if [name for name, _ in pairs] == ["guess"]:
        return asked(experiment, pairs[0][1])
    return experiment.parse(f"{name}={value}" for name, value in pairs)


def asked(experiment, index):
    """No settings: the link asks for one of the experiment's guesses, counted from 0."""
    if index not in map(str, range(len(experiment.guesses))):
        raise SettingError(f"{experiment.name} has {len(experiment.guesses)} guesses, counted from 0; none is {index}.")
    return {}


def abroad(text, stem):
    """Markdown from a chapter with its links to experiments as HTML, for another page."""
    def anchor(link):
        words = re.sub("`([^`]+)`", r'<code class="docutils literal">\1</code>', link["words"])
        query = (link["query"] or "").replace("&", "&amp;")
        return f'<a href="{stem}.html#{link["name"]}{query}">{words}</a>'

    return LINK.sub(anchor, text)


class Links(SphinxTransform):
    """Lets a chapter's links to its experiments pass; MyST knows headings only, and warns of what is neither."""

    default_priority = 870  # before MyST resolves the others

    def apply(self, **options):
        bundle = self.app.experiments.bundles.get(self.env.docname.rpartition("/")[2], {})
        for link in self.document.findall(nodes.reference):
            name = link.get("refuri", "").partition("?")[0].removeprefix("#")
            if link.get("id_link") and name in bundle.get("experiments", ()):
                del link["id_link"]
                link["internal"] = True


def setup(app):
    app.add_transform(Links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
