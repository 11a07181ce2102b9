"""The door for digests: what the links in them open, without signing in."""
