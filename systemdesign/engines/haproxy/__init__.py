"""HAProxy, from its wheel."""
