"""Cover: which accounts hang on one person, and what somebody else needs while that person is away."""
