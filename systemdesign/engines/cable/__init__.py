"""A line between two programs of this machine that can be cut."""
