"""When to run, and what was left behind."""
