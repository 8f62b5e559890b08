"""One way to ask Claude: a prompt, an answer model and a budget give a checked answer and its price."""
