"""Keeps out of the pages what they would fetch from another host, and what they would carry for nothing."""


def ours(script) -> bool:
    """False for Thebe, whose loader comes from a public server, and for Jupyter's dump of widget states."""
    attributes = getattr(script, "attributes", {})
    body = attributes.get("body") or ""
    widgets = attributes.get("type") == "application/vnd.jupyter.widget-state+json"
    return not widgets and "THEBE_JS_URL" not in body and "sphinx-thebe" not in str(script.filename or "")


def clean(app, pagename, templatename, context, doctree):
    context["script_files"] = list(filter(ours, context["script_files"]))
    context["css_files"] = list(filter(ours, context["css_files"]))


def setup(app):
    app.connect("html-page-context", clean, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
