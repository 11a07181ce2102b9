"""Incidents as status pages tell them."""
