"""PostgreSQL, from its wheel: a server, another one that follows it, and its own load tester."""
