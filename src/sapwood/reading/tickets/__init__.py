"""Service desks' exports: who opened a ticket, who answered, when it was resolved."""
