"""What a document says: reading, cleaning and structuring its text.

Nothing here knows a database, a request or a setting, so that the parser can run it in a child
process that has none of them.
"""
