"""Taking in: bytes from a source become rows of the log, as one unit. flow.py is the flow; its steps stand beside it.

Nothing is imported here: a reading process starts with read_chunk.py alone and knows no database.
"""
