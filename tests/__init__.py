"""A named package: a nameless one would be hidden by the `tests` that some installed library brings along."""
