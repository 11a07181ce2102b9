"""Guests: people outside who look into what is held about their firm, through a link and a code sent to them.
docs/guests.md says what this protects against, and what not."""
