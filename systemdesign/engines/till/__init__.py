"""A till that writes orders and stock, in one database or in two: a process to be killed."""
