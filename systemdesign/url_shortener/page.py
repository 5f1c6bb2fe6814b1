"""The shortener's page: a form that works without script, and nothing from another host."""

from html import escape
from string import Template

from starlette.responses import HTMLResponse

from systemdesign.engines.site.web import hardened

SCRIPT = """
const button = document.getElementById("copy"), short = document.getElementById("short");
if (button && navigator.clipboard) {
  button.hidden = false;
  button.onclick = () => navigator.clipboard.writeText(short.value).then(() => { button.textContent = "Copied"; });
}
"""
PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A URL shortener</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem; }
label { display: block; font-weight: 600; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; margin: .25rem 0 .5rem; }
button { font: inherit; padding: .5rem 1rem; }
a, .refused { overflow-wrap: anywhere; }
.refused { border-left: .25rem solid; padding-left: .75rem; }
small { opacity: .8; }
</style>
</head>
<body>
<main>
<h1>A URL shortener</h1>
<form method="post" action="/">
<label for="url">The address to shorten</label>
<input id="url" name="url" inputmode="url" autocomplete="off" spellcheck="false" required value="$url">
<button>Shorten</button>
</form>
$told
<p><small>A service of the course <i>System Design by Experiment</i>, on this machine alone. It knows nobody: whoever
reaches it may withdraw any link, and whoever guesses a code reads it.</small></p>
</main>
<script>$script</script>
</body>
</html>
""")
TOLD = Template('<p class="done"><label for="short">Your short link</label> <input id="short" readonly '
                'value="$short"> <button id="copy" type="button" hidden>Copy</button></p>\n'
                '<p>It leads to <a href="$path" rel="noreferrer">$url</a>.</p>\n'
                '<form method="post" action="/-/withdraw"><input type="hidden" name="code" value="$code">'
                '<button>Withdraw it</button></form>')
HARDENED = hardened(SCRIPT)


def page(told="", status=200, url=""):
    """The page, with what it has to tell (markup), and what stands in its field (text)."""
    return HTMLResponse(PAGE.substitute(told=told, url=escape(url), script=SCRIPT), status, HARDENED)


def made(short, path, code, url):
    """The page that shows a new link."""
    words = {"short": short, "path": path, "code": code, "url": url}
    return page(TOLD.substitute({name: escape(word) for name, word in words.items()}), 201)


def refused(sentence, status, url=""):
    """The page that says no."""
    return page(f'<p class="refused" role="alert">{escape(sentence)}</p>', status, url)
