"""Transcripts of meetings: who said what, and when. read.py makes one meeting of a file, said.py its turns."""
