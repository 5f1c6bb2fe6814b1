"""A gateway on Starlette in a process of its own: who may call, how often, and where it goes."""
