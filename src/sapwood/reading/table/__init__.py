"""Tables: CSV, TSV and workbooks in, a header and rows of text out, each row with the line it stands on.

`tables.py` opens a file; `days.py` and `numbers.py` decide from all values of a column how its dates and numbers are
written, and say where that cannot be decided.
"""
