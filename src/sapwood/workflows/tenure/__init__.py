"""How long relationships last: what is saved of each, and what all of them tell together."""
