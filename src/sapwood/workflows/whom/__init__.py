"""Whom to turn to first: what weighs, what holds back, and the comparison that tells what a contact changes."""
