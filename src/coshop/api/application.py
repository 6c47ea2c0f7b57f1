"""Puts routes, refusals and the guard together into one ASGI application. What it calls is in its parts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from starlette.routing import Route

from coshop import __version__
from coshop.api import (
    canary_routes,
    console_routes,
    go_live_routes,
    health_routes,
    job_routes,
    rehearsal_routes,
    review_routes,
    shopper_routes,
    team_routes,
    worker_routes,
)
from coshop.api.guard import Guard
from coshop.api.parts import Parts
from coshop.api.problems import say_problems
from coshop.api.web_files import WebFiles

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def make_api(parts: Parts, lifespan: Lifespan) -> Any:
    """The HTTP application (the WebSocket is served by `SocketDoor`, beside it)."""
    app = FastAPI(
        title="coshop",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.parts = parts
    app.router.redirect_slashes = False
    say_problems(app)
    app.include_router(health_routes.router)
    app.include_router(shopper_routes.router)
    app.include_router(console_routes.router)
    app.include_router(worker_routes.router)
    app.include_router(job_routes.router)
    app.include_router(go_live_routes.router)
    app.include_router(team_routes.router)
    app.include_router(review_routes.router)
    app.include_router(rehearsal_routes.router)
    app.include_router(canary_routes.router)
    files = WebFiles(parts.web_dir, parts.own_origins)
    for path, serve in (
        ("/", files.landing),
        ("/embed.js", files.loader),
        ("/widget/{path:path}", files.widget),
        ("/console", files.console_root),
        ("/console/{path:path}", files.console),
    ):
        app.router.routes.append(Route(path, serve, methods=["GET"]))
    return Guard(app, parts)
