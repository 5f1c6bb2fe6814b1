"""PostgreSQL, from its wheel: one server, and its own load tester."""
