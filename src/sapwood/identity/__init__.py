"""Addresses -> people -> organisations: who an address stands for, and who is at home. Pure."""
