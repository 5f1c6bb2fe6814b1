"""A bank in a cache, written behind to a database: a process to be killed."""
