"""The commands of `coshop`. Each module here holds the commands of one subject; what they do is done by other rooms."""

from __future__ import annotations

from coshop.cli.commands import app


def main() -> None:
    """The entry point of the `coshop` command."""
    app()


__all__ = ["app", "main"]
