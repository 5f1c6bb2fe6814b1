"""Chapter 17, timeline: fan-out on write or on read, what each costs, and which answers come before their questions."""

__all__ = ["graph", "hybrid", "ids", "lists", "pages", "posts", "pull", "push", "ranking"]
