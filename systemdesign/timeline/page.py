"""The page on which a person is several people at once, and sees their timelines side by side."""

from datetime import datetime
from html import escape
from string import Template
from urllib.parse import urlencode

from systemdesign.engines.site.web import hardened

SCRIPT = """
const seen = new Set(Array.from(document.querySelectorAll("[data-post]"), item => item.dataset.post));
async function refresh() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (!now || part.contains(document.activeElement) || part.dataset.was === now.innerHTML) continue;
    part.dataset.was = part.innerHTML = now.innerHTML;
    for (const item of part.querySelectorAll("[data-post]")) {
      item.classList.toggle("new", !seen.has(item.dataset.post));
      seen.add(item.dataset.post);
    }
  }
}
if (!new URLSearchParams(location.search).has("after")) setInterval(() => document.hidden || refresh(), 500);
"""
STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 80rem; margin: 1rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; }
h1, h2 { line-height: 1.2; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1.5rem; }
label { display: block; font-weight: 600; }
input, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; margin: .25rem 0; }
button { font: inherit; padding: .25rem .75rem; }
ol { list-style: none; padding: 0; }
li { border-top: 1px solid; padding: .5rem 0; }
li p { margin: 0; white-space: pre-line; }
li form, li a { display: inline-block; margin-right: .75rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
blockquote { margin: .25rem 0; padding-left: .75rem; border-left: .25rem solid; }
.early, .refused { border-left: .5rem solid; padding-left: .75rem; font-weight: 600; }
.new { animation: come 2s; }
@keyframes come { from { background: Highlight; color: HighlightText; } }
@media (prefers-reduced-motion: reduce) { .new { animation: none; } }
progress { width: 100%; }
small { opacity: .85; }
"""
PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Timelines</title>
<style>$style</style>
</head>
<body>
<h1>Timelines</h1>
$alert
<form action="/"><label for="who">Whose timelines, side by side?</label>
<input id="who" name="who" value="$who" autocomplete="off" spellcheck="false"> <button>Show</button></form>
<section id="fan-outs" data-live aria-label="Posts on their way">$running</section>
<main>$columns</main>
<p><small>A service of the course <i>System Design by Experiment</i>, on this machine alone. It asks nobody who he is:
whoever reaches it may speak for anybody. $pace</small></p>
<script>$script</script>
</body>
</html>
""")
COLUMN = Template("""<section aria-labelledby="of-$user">
<h2 id="of-$user">$user</h2>
<form method="post" action="/-/post">$hidden$parent<label for="say-$user">$asked</label>
<textarea id="say-$user" name="text" rows="2" maxlength="500" required></textarea> <button>$verb</button></form>
<ol id="home-$user" data-live>$posts</ol>
$older
<details><summary>$user follows $names</summary>
<form method="post" action="/-/follow">$hidden<label for="follow-$user">Follow</label>
<input id="follow-$user" name="other" required autocomplete="off" spellcheck="false"> <button>Follow</button></form>
<div class="row">$follows</div></details>
</section>""")
POST = Template("""<li data-post="$user-$id"><p><b>$author</b> <small>$time</small></p>
$before<p>$text</p>
<a href="$reply" aria-label="Reply to $author as $user">Reply</a>$delete</li>""")
QUOTED = Template("<blockquote><p>$author: $text</p></blockquote>")
EARLY = Template('<p class="early">In answer to a post of $author that has not come here yet</p>')
GONE = "<p><small>In answer to a post that was deleted</small></p>"
BUTTON = Template('<form method="post" action="/-/$action">$hidden<button aria-label="$label">$word</button></form>')
RUNNING = Template('<p><label>$author: “$text” is in $done of $followers lists '
                   '<progress value="$done" max="$followers"></progress></label></p>')
SHORT = 40  # characters
HARDENED = hardened(SCRIPT, "connect-src 'self'")


def fill(template, markup=(), **words):
    """A template with words, which are text, and with what is markup already."""
    return template.substitute({name: escape(str(word)) for name, word in words.items()}, **dict(markup))


def page(who, running, columns, pace, alert=""):
    """The whole page: `who` are names, `running` FanOuts, `columns` markup, `alert` a sentence."""
    told = f'<p class="refused" role="alert">{escape(alert)}</p>' if alert else ""
    moving = "".join(fill(RUNNING, author=one.post.author, text=short(one.post.text), done=one.done,
                          followers=one.followers) for one in running)
    return fill(PAGE, {"style": STYLE, "script": SCRIPT, "alert": told, "running": moving, "columns": "".join(columns)},
                who=" ".join(who), pace=pace)


def column(user, who, posts, after, follows, answered):
    """Somebody's timeline: `posts` are markup, `after` is the next page's cursor, `follows` are some of those whom he
    follows, `answered` is the Post that he replies to, or None.
    """
    parent = f'<input type="hidden" name="parent" value="{answered.id}">' if answered else ""
    asked = f"{user} answers {answered.author}: “{short(answered.text)}”" if answered else f"{user} says"
    older = f'<p><a href="{link(user, after=after)}">Older</a></p>' if after else ""
    others = [author for author in follows if author != user]
    leave = "".join(fill(BUTTON, {"hidden": fields(who, user=user, other=author)}, action="unfollow",
                         word=f"{author} ✕", label=f"{user} unfollows {author}") for author in others)
    markup = {"hidden": fields(who, user=user), "parent": parent, "posts": "".join(posts), "older": older,
              "follows": leave}
    return fill(COLUMN, markup, user=user, asked=asked, verb="Reply" if answered else "Post",
                names=", ".join(others) or "nobody")


def entry(user, who, post, made, before):
    """A post in somebody's timeline, `made` at a time in seconds; `before` is markup: what it answers."""
    delete = fill(BUTTON, {"hidden": fields(who, user=user, id=post.id)}, action="delete", word="Delete",
                  label=f"Delete {short(post.text)}") if post.author == user else ""
    return fill(POST, {"before": before, "reply": link(*who, to=post.id, by=user), "delete": delete}, id=post.id,
                user=user, author=post.author, text=post.text, time=f"{datetime.fromtimestamp(made):%H:%M:%S}")


def short(text):
    """The beginning of a text."""
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"


def fields(who, **values):
    """A form's fields that nobody sees."""
    return "".join(f'<input type="hidden" name="{name}" value="{escape(str(value))}">'
                   for name, value in {"who": " ".join(who), **values}.items())


def link(*who, **more):
    """The page's address, in markup."""
    return escape("/?" + urlencode({"who": " ".join(who), **more}))
