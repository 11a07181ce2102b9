"""Outlook's own files: items of .pst, .ost and .msg as properties, and these as the mail or meeting they were."""
