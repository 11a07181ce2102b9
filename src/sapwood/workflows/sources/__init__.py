"""Live sources: adding them, reading them when their turn comes, saying what came and what did not."""
