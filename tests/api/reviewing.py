"""What tests of reviews share: where a review is, what was refused, and what the audit list says."""

from __future__ import annotations

import httpx


def at(call_id: str, rest: str = "") -> str:
    return f"/v1/console/reviews/{call_id}{rest}"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["refusal"]["code"]


def told(admin: httpx.Client) -> list[str]:
    return [entry["what"] for entry in admin.get("/v1/console/audit").json()["entries"]]
