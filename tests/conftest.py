"""What holds for every test: the same examples each time, unless a search is asked for.

``pytest --hypothesis-profile search`` seeks new examples; what it finds becomes an ``@example``.
"""

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None, database=None, print_blob=False)
settings.register_profile("search", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("fixed")
