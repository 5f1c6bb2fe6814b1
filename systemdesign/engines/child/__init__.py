"""Programs as child processes: which are installed, started, watched, and never left behind."""
