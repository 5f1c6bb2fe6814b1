"""Colours by name, so that a dark front end can change them: each has a shade for the light and one for the dark."""

import re

from systemdesign.show.jupyter.pen import COLOURS

PAPER = "var(--jp-layout-color0, var(--vscode-editor-background, #121212))"
DARK = ("#64b1f0", "#f59561", "#4cc9a0", "#e58fcd", "#e0bf52", "#b6bec8")
SHADES = {
    "paper": ("#ffffff", PAPER), "title": ("#111827", "#eef0f3"), "ink": ("#374151", "#d5dae1"),
    "quiet": ("#5b6470", "#a6afba"), "axis": ("#6b7280", "#8b95a1"), "hair": ("#e3e6ea", "#3b424b"),
    **{f"tone-{k}": pair for k, pair in enumerate(zip(COLOURS, DARK, strict=True))},
}
"""{name: (light, dark)}."""

NAMES = {light: name for name, (light, _) in SHADES.items()}
BOARDS = ":is(.experiment-board, .experiment-chart)"
DARKNESS = ('[data-jp-theme-light="false"]', ".vscode-dark", ".vscode-high-contrast:not(.vscode-high-contrast-light)")


def shaded(svg):
    """The drawing with names in place of its colours; where nothing gives them shades, it looks as before."""
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: f"var(--{NAMES[colour[0]]}, {colour[0]})"
                  if colour[0] in NAMES else colour[0], svg)


def css():
    """Rules that give the names their shades in a dark JupyterLab and in a dark VS Code."""
    shades = " ".join(f"--{name}: {dark};" for name, (_, dark) in SHADES.items())
    return "".join(f"{where} {BOARDS} {{ {shades} }}\n" for where in DARKNESS)
