"""Formulas become MathML at build, in a font that has every sign they use."""

import json
import re

import pytest

from tools.formulas import GLYPHS, mathml

TEX = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.S)


def formulas(path):
    """The formulas of a notebook or a Markdown page, code left out."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    text = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.S)
    return [display or within for display, within in TEX.findall(text)]


def test_tex_becomes_mathml():
    assert mathml(r"\frac{1}{\mu}", display=False) == "<math><mfrac><mn>1</mn><mi>μ</mi></mfrac></math>"


def test_a_displayed_formula_is_a_block():
    assert mathml("x", display=True).startswith('<math display="block"')


def test_a_broken_formula_is_an_error_that_names_it():
    with pytest.raises(ValueError, match=r"\\frac\{1\}\{"):
        mathml(r"\frac{1}{", display=False)


def test_the_converter_goes_on_after_an_error():
    with pytest.raises(ValueError, match="nosuchcommand"):
        mathml(r"\nosuchcommand", display=False)
    assert "<mi>y</mi>" in mathml("y", display=False)


def test_the_font_has_every_sign_that_the_book_uses(root):
    for page in [*root.glob("book/*.md"), *root.glob("book/*.ipynb")]:
        for tex in formulas(page):
            signs = set(re.sub(r"<[^>]*>|&\w+;", "", mathml(tex, display=False)))
            missing = {sign for sign in signs if ord(sign) not in GLYPHS and not 0x2000 <= ord(sign) <= 0x2064}
            assert not missing, f"{page.name}: {tex} uses {missing}: add them to SIGNS in tools/formulas.py"
