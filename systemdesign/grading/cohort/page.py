"""Pages that hold everything they need: one file, no script, no link to another host."""

import os
import re
import sys
import tempfile
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from systemdesign.grading.cohort.policy import shown
from systemdesign.grading.lab import COURSE
from systemdesign.grading.report import plain

PAGES = Path(__file__).parent / "pages"
STRESS = [(r"\*\*([^*]+)\*\*", "strong"), (r"\*([^*\s][^*]*)\*", "em")]
SYSTEM = re.compile(r"(?:/(?:home|tmp|usr|var|root|opt|srv|mnt|private|Users)/|[A-Za-z]:\\)[^\s'\",:;<>()]*")
"""Paths of any machine: a worker of a cluster has others than this one."""


@cache
def pages():
    """The templates. Whatever is put into one is escaped, and a name that is missing there is an error."""
    made = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(marked=marked, coded=coded, clean=clean, points=shown, moment=moment)
    return made


def page(template, **values):
    """The finished page as text."""
    return pages().get_template(template).render(**values)


def marked(text, stress=STRESS):
    """A lab's text, with what stands in backticks and stars there set as code, strong and emphasis."""
    pieces = re.split(r"`([^`]+)`", str(escape(text)))
    for pattern, tag in stress:
        pieces[::2] = [re.sub(pattern, rf"<{tag}>\1</{tag}>", piece) for piece in pieces[::2]]
    pieces[1::2] = [f"<code>{piece}</code>" for piece in pieces[1::2]]
    return Markup("".join(pieces))


def coded(text):
    """A hint's text, in which stars are only stars."""
    return marked(text, ())


def clean(text):
    """What came from the judge or the answer: without control characters, and without paths of this machine.

    Of a path its last name is kept. A path that an answer serves, such as `/users/7`, stays whole.
    """
    for known in roots():
        text = text.replace(known, "/tmp/_")
    return plain(SYSTEM.sub(lambda found: re.split(r"[/\\]", found[0].rstrip("/\\"))[-1], text.expandtabs()))


@cache
def roots():
    """Folders that begin paths here, the longest first."""
    found = {str(COURSE), sys.prefix, sys.base_prefix, tempfile.gettempdir(), os.path.expanduser("~")} - {"/", ""}
    return sorted(found, key=len, reverse=True)


def moment(text):
    """An ISO time as it is read: to the minute, in UTC."""
    return f"{text[:16].replace('T', ' ')} UTC" if text else "unknown"
