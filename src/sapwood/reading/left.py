"""What was left unread of a message that is in: the limits of docs/reading.md, in words for people."""

Left = list[str]
"""Filled in the course of reading, one phrase for each limit met."""

SIZE = "what lies beyond its first 4 MB"
HEADER = "its header beyond 512 kB"
FIELD = "a header field beyond 128 kB"
PEOPLE = "receivers beyond the first 1,000"
TEXT = "a text beyond its first 1 MB"
HTML = "HTML beyond its first 512 kB"
WORDS = "words beyond the first 100,000 characters"
SPEAKERS = "speakers beyond the first 1,000"
TURNS = "what was said beyond the first 100,000 turns or 16 MB"
PARTS = "parts beyond the 100th in one part or the 500th line that may separate parts"
DEEP = "parts nested more than 40 deep"
UNTOLD = "parts that could not be told apart"
CALENDAR = "a calendar that it carries and that is none"
LINE = "a line beyond its first 256 kB"
DATES = "dates beyond the first 5,000 that it adds or takes out"
LINES = "lines beyond the first 5,000 of one event"


def sentence(left: tuple[str, ...]) -> str:
    return f"It is in, but for {', '.join(left[:-1])}{' and ' if len(left) > 1 else ''}{left[-1]}."
