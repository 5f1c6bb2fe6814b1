"""A name for the arrows that fold the side bar's contents, which the theme leaves without one."""

MUTE, NAMED = "<summary>", '<summary aria-label="The pages of this part">'


def named(make):
    """The theme's function that writes the contents, with a name on every arrow."""
    return lambda *args, **options: str(make(*args, **options)).replace(MUTE, NAMED)


def name(app, pagename, templatename, context, doctree):
    if "generate_toctree_html" in context:
        context["generate_toctree_html"] = named(context["generate_toctree_html"])


def setup(app):
    app.connect("html-page-context", name, priority=900)  # after the theme has put it there
    return {"parallel_read_safe": True, "parallel_write_safe": True}
