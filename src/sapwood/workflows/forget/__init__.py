"""Forgetting: an address, or a person with all of theirs, goes from everything that is kept. flow.py is the flow; its
steps stand beside it, each able to be done again."""
