"""Closed forms: the known answers that simulations are tested against, and that charts draw beside them."""
