"""Outlook's own files: items of a .pst, .ost or .msg as properties, and these as the mail or meeting they stand for."""
