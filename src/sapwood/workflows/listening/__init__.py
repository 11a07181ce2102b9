"""Touches to listen: how often they are asked for, which touches were one, and when the next is due."""
