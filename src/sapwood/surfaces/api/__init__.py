"""What programs ask, in JSON."""
