"""Redis's own tools, which speak with any server that speaks its language: a package of Debian's has them."""
