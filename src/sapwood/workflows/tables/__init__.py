"""Tables: accounts, people, deals, products and what they have from us, out of CSV files and workbooks.

look.py says what would come in; stage.py writes it, unseen until the import is done; finish.py changes accounts in
the transaction that makes it done; take_back.py is the undo; correct.py is what a person changes before.
"""
