"""A server for whoever writes the book: an open page that has changed opens itself again."""

from pathlib import Path

from tools.serve import Quiet
from tools.store import digest

ASK = "/-/version"
SCRIPT = f"""<script>
setInterval(async () => {{
  const answer = await fetch("{ASK}" + location.pathname).catch(() => null);
  if (answer?.status === 200 && await answer.text() !== "VERSION") location.reload();
}}, 500);
</script>"""


class Following(Quiet):
    """Serves pages with a script that asks, twice a second, whether they are still as they were.

    The files on disk stay as they are. While the server is `busy` a page is never said to have changed: what it
    needs may not be there yet.
    """

    def send_head(self):
        asked = self.path.startswith(f"{ASK}/")
        page = Path(self.translate_path(self.path.removeprefix(ASK) if asked else self.path))
        page = page / "index.html" if page.is_dir() and self.path.endswith("/") else page
        if page.suffix != ".html" or not page.is_file():
            return super().send_head()
        data = page.read_bytes()
        if not asked:
            return self.told(data + SCRIPT.replace("VERSION", digest(data)).encode(), "text/html; charset=utf-8")
        return self.told(b"", status=204) if self.server.busy.locked() else self.told(digest(data).encode())
