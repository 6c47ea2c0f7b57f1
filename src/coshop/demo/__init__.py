"""A small multi-page store of our own, for `make demo` and the tests; it knows nothing of coshop's server."""
