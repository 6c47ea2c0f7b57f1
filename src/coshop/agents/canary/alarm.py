"""Tells a webhook that a canary call failed, signed as Standard Webhooks wants where there is a secret. It judges nothing."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import cast
from urllib.parse import urlsplit

import httpx

from coshop.agents.canary.steps import Result, Step, StepTime
from coshop.ports import CanaryRow

log = logging.getLogger("coshop.agents.canary")

TIMEOUT_S = 10.0
TRIES = 3
WAIT_S = 1.0


def is_web_address(text: str) -> bool:
    """Whether something can be sent there: http or https, a host, and a port that can be one."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class NoAlarm(Exception):
    """The webhook did not take it. The text says why."""


def key_of(secret: str) -> bytes:
    """The key of a secret as `whsec_` and base64. Raises ValueError for one that is none."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise ValueError("a webhook secret is whsec_ and base64") from None
    if len(key) < 16:
        raise ValueError("a webhook secret has at least 16 bytes")
    return key


def signed(body: bytes, secret: str, message_id: str, at_s: int) -> dict[str, str]:
    """The three headers of Standard Webhooks 1.0 for a body; the signature only where there is a secret."""
    headers = {"webhook-id": message_id, "webhook-timestamp": str(at_s)}
    if secret:
        content = f"{message_id}.{at_s}.".encode() + body
        made = base64.b64encode(hmac.new(key_of(secret), content, hashlib.sha256).digest()).decode()
        headers["webhook-signature"] = f"v1,{made}"
    return headers


async def tell(url: str, result: Result, secret: str = "", *, wait_s: float = WAIT_S) -> None:
    """POST the failure, at most three times with the same id. Raises NoAlarm."""
    parts = urlsplit(url) if is_web_address(url) else None
    if parts is None:
        raise NoAlarm("it is no web address")
    words = {
        "type": "canary.failed",
        "timestamp": datetime.fromtimestamp(result.at_s, UTC).isoformat(),
        "data": result.words(),
    }
    body = json.dumps(words).encode()
    message_id = f"msg_{secrets.token_urlsafe(16)}"
    why = ""
    async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
        for number in range(TRIES):
            if number:
                await asyncio.sleep(wait_s * 2 ** (number - 1))
            headers = {
                "content-type": "application/json",
                **signed(body, secret, message_id, int(time.time())),
            }
            try:
                answer = await client.post(url, content=body, headers=headers)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                why = f"{type(error).__name__}: {error}"
                continue
            if answer.is_success:
                return
            why = f"HTTP {answer.status_code}"
    # Path, query and password may be secrets.
    raise NoAlarm(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]} did not take it: {why}")


def alarm_at(url: str, secret: str = "") -> Callable[[CanaryRow], Awaitable[None]]:
    """What tells this webhook of a run as it is kept; without an address nobody is told. Never raises."""

    async def alarm(run: CanaryRow) -> None:
        if not url:
            return
        steps = tuple(StepTime(cast("Step", step), seconds) for step, seconds in run.steps)
        result = Result("", run.store_id, run.started_at_ms / 1000, steps, run.failed_step, run.reason)
        try:
            await tell(url, result, secret)
        except NoAlarm as error:
            log.warning("the canary's webhook was not told: %s", error)

    return alarm
