"""The commands, a module to each type of value and each concern."""
