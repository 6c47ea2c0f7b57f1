"""coshop: a self-hosted server for one-to-one video shopping."""

__version__ = "0.1.0"
