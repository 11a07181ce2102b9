"""Voices: learning them from an import, matching them to people, asking whose the others are."""
