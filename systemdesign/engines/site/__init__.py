"""A web service of the course's own in this process: where it listens, how it is told, and how it ends."""
