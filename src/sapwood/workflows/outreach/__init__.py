"""Planned touches: newsletters and mailings, with what holds them and who releases it."""
