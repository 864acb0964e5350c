"""A store that several machines share: PostgreSQL, and on each machine a copy of it that is read at once.

Imported only where ``[store] url`` is set, so that nobody else needs psycopg.
"""
