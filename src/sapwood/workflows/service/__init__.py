"""Service events: what imports tell of incidents and tickets, whom these affect, and what colleagues say of it."""
