"""Service events: what imports tell of them and of tickets, whom these affect, and what colleagues say of it."""
