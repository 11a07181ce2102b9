from .note import Note
from .step import NextStep

__all__ = ["NextStep", "Note"]
