"""How the server writes its log: one JSON object a line, or lines for a person at a terminal. No secret gets here."""

from __future__ import annotations

import logging
import sys
from typing import Literal, TextIO

import structlog


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever sys.stderr is at the moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        """sys.stderr, now."""
        return sys.stderr

    @stream.setter
    def stream(self, value: TextIO) -> None:  # noqa: ARG002
        raise AttributeError("it is always sys.stderr")


def configure_logs(form: Literal["auto", "console", "json"], level: str) -> None:
    """Set up structlog and the standard library's loggers on stderr. `auto`: console on a terminal, else JSON."""
    chosen = form if form != "auto" else ("console" if sys.stderr.isatty() else "json")
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if chosen == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )  # rich tracebacks would print the values of variables
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    tail: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if chosen == "json":
        tail.append(structlog.processors.format_exc_info)
    handler = _Stderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*tail, renderer])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn.error", "websockets", "httpx", "httpcore", "aiosqlite", "alembic"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger(
        "uvicorn.access"
    ).disabled = True  # it writes query strings; the guard writes the request log
