"""A chapter's own cells as a program: found, cut to what an experiment needs, run, and swept for the page."""
