"""Formulas as MathML, made at build: no script in the page, and a font of its own cut to what formulas use."""

import string
from io import BytesIO
from pathlib import Path

from docutils.nodes import SkipNode
from fontTools import subset
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from tools.node import WEB, Filter
from tools.store import put

FONT = "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff"
STYLE = "temml/dist/Temml-STIX2.css"
ROOM = "\ndiv.math { margin-bottom: 1.15rem; }\n"  # the theme's space below a paragraph

ALPHABETS = [range(0x391, 0x3D7), range(0x1D434, 0x1D468), range(0x1D6E2, 0x1D71C)]  # Greek; italic Latin, Greek
SIGNS = "\u00a0¬±·×÷ˆ˜‖′…ℎℓℙℝ𝔼𝟏←↑→↓↔⇒⇔∀∂∃∅∇∈∉∏∑−∘√∝∞∣∧∨∩∪∫≈≠≡≤≥≪≫⊂⊆⊕⊗⌈⌉⌊⌋⋅⋮⋯⋱⟨⟩\u0302\u0303\u0304\u0307\u00af\u203e"
GLYPHS = [*map(ord, string.printable + SIGNS), *(code for alphabet in ALPHABETS for code in alphabet)]


converter = Filter("formulas.mjs")


def mathml(tex: str, display: bool) -> str:
    """`tex` as a MathML element; ValueError says what is wrong with it."""
    answer = converter.ask([tex, display])
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer["mathml"]


def write_style(folder: Path) -> None:
    """The style sheet that formulas share, into `folder`."""
    style = (WEB / "node_modules" / STYLE).read_text(encoding="utf-8")
    put(folder / "formulas.css", style.replace("STIXTwoMath.woff2", "formulas.woff") + ROOM)


def write_font(folder: Path) -> None:
    """The font that formulas share, cut to what they use, into `folder`."""
    options = subset.Options(flavor="woff", layout_features=["dtls", "flac", "ssty"], notdef_outline=True)
    font = subset.load_font(WEB / "node_modules" / FONT, options)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=GLYPHS)
    cut.subset(font)
    made = BytesIO()
    subset.save_font(font, made, options)
    put(folder / "formulas.woff", made.getvalue())


def markup(translator, node, display: bool) -> str:
    try:
        return mathml(node.astext(), display)
    except ValueError as error:
        logging.getLogger(__name__).warning("formula: %s", error, location=node)
        return translator.encode(node.astext())


def inline(translator, node):
    translator.body.append(markup(translator, node, display=False))
    raise SkipNode


def block(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(markup(translator, node, display=True) + "</div>\n")
    raise SkipNode


def configure(app, config):
    folder = Path(app.outdir).parent / ".formulas"
    folder.mkdir(parents=True, exist_ok=True)
    write_style(folder)
    if not (folder / "formulas.woff").exists():
        write_font(folder)
    config.html_static_path.append(str(folder))


def setup(app):
    app.add_html_math_renderer("formulas", (inline, None), (block, None))
    app.connect("config-inited", configure)
    app.add_css_file("formulas.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
