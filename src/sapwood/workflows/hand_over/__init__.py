"""When an account changes hands: who had it since when, and the introduction that the new owner owes."""
