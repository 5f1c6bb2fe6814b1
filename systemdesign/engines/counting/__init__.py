"""Workers of this Python that do nothing but count, as processes and as threads."""
