"""Where the course's files can be had: its address is one setting, and links, commands and downloads are made from it.

Inline code that names a file or a folder of the repository is a link to it, `[text](repository:path)` too, and
`% install` becomes the command that installs the package. A notebook that is downloaded begins with it.
"""

from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.transforms import SphinxTransform

from tools.assets import published
from tools.store import put

ROOT = Path(__file__).parent.parent
PLACE = "% install"
FIRST = """\
# The cells below import the course's package: run this once, with Python 3.11 or later.
%pip install --quiet "{}\""""


class Repository:
    """The repository that `_config.yml` names."""

    def __init__(self, config):
        options = config.html_theme_options
        self.url, self.branch = options["repository_url"].rstrip("/"), options["repository_branch"]

    def link(self, path):
        """The address of a file or a folder."""
        return f"{self.url}/{'tree' if (ROOT / path).is_dir() else 'blob'}/{self.branch}/{path.strip('/')}"

    @property
    def package(self):
        """What pip installs."""
        return f"git+{self.url}@{self.branch}"


class Paths(SphinxTransform):
    """Makes a link of each path in inline code, unless it stands in a link or a heading."""

    default_priority = 500

    def apply(self, **options):
        repository = Repository(self.config)
        for code in list(self.document.findall(nodes.literal)):
            if is_path(code.astext()) and not within(code, (nodes.reference, nodes.title)):
                code.replace_self(nodes.reference("", "", code.deepcopy(), refuri=repository.link(code.astext())))


def is_path(words):
    """Is this the path of something that is kept in the repository?"""
    return "/" in words[1:] and words[0] not in "._/" and ".." not in words and (ROOT / words).exists()


def within(node, kinds):
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def installable(path, package):
    """The notebook at `path` as text, with a first cell that installs this package."""
    book = nbformat.read(path, as_version=4)
    book.cells.insert(0, nbformat.v4.new_code_cell(FIRST.format(package), id="install"))
    return nbformat.writes(book) + "\n"


def configure(app, config):
    path = f"{Repository(config).url}/tree/{Repository(config).branch}/{{{{path}}}}"
    config.myst_url_schemes = {**dict.fromkeys(["http", "https", "mailto"]), "repository": {"url": path}}


def fill(app, page, source):
    command = f'```\npip install "{Repository(app.config).package}"\n```'
    source[0] = source[0].replace(f"\n{PLACE}\n", f"\n{command}\n")


def complete(app, exception):
    """Let each notebook that readers download install what it needs."""
    for path in published(ROOT) if not exception else ():
        copy = Path(app.outdir, "_sources", path.relative_to(ROOT))
        put(copy, installable(path, Repository(app.config).package))


def setup(app):
    app.add_transform(Paths)
    app.connect("config-inited", configure, priority=100)
    app.connect("source-read", fill)
    app.connect("build-finished", complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
