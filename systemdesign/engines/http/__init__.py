"""Real HTTP servers with one worker each, and open-loop load for them."""
