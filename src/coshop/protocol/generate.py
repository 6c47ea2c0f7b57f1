"""Writes the JSON Schema of the wire, from which the TypeScript types are made. It decides nothing about the words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema
from pydantic_core import core_schema

from coshop.core.refusal import RefusalCode
from coshop.protocol import (
    checks,
    frames,
    limits,
    practice_views,
    review_views,
    team_views,
    views,
    work_views,
)
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.refusals import Refusal


class _WireSchema(GenerateJsonSchema):
    """Counts a defaulted `Literal` tag as required (so TypeScript narrows), and gives fields no titles (no aliases)."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        inner = field.get("schema", {})
        while inner.get("type") in ("default", "nullable") and "schema" in inner:
            if inner["type"] == "default" and inner["schema"].get("type") == "literal":
                return True
            inner = inner["schema"]
        return super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the base class names it
        return False


class FromClient(BaseModel):
    """The root of all that a client sends."""

    frame: frames.ClientFrame
    channel: frames.ChannelFrame
    token_request: views.ShopperTokenRequest
    sign_in: views.SignInRequest
    go_live_change: work_views.GoLiveChange
    export: review_views.ExportRequest
    rehearsal: practice_views.RehearsalRequest


class FromServer(BaseModel):
    """The root of all that the server sends."""

    frame: frames.ServerFrame
    availability: views.Availability
    token: views.ShopperToken
    ticket: views.Ticket
    signed_in: views.SignedIn
    problem: views.Problem
    product: views.ProductView
    search: views.SearchResults
    calls: views.CallSummaries
    workers: work_views.WorkersView
    set_checks: work_views.SetChecksView
    go_live: work_views.GoLiveView
    team: team_views.TeamView
    reviews: review_views.ReviewsView
    review: review_views.ReviewView
    export: review_views.ExportView
    audit: review_views.AuditView
    stories: practice_views.StoriesView
    rehearsals: practice_views.RehearsalsView
    canary: practice_views.CanaryRunsView
    refusal: Refusal
    code: RefusalCode
    check_note: checks.CheckNote
    check_result: checks.CheckResult


def schemas() -> dict[str, dict[str, Any]]:
    """One schema document for each direction, by file name."""
    documents: dict[str, dict[str, Any]] = {}
    modes: list[tuple[str, type[BaseModel], JsonSchemaMode]] = [
        ("from_client", FromClient, "validation"),
        ("from_server", FromServer, "serialization"),
    ]
    for name, root, mode in modes:
        _, document = models_json_schema([(root, mode)], schema_generator=_WireSchema)
        documents[name] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **document}
    return documents


def constants() -> dict[str, Any]:
    """Limits and close codes that the web client needs."""
    named = {key: value for key, value in vars(limits).items() if key.isupper()}
    return {"limits": named, "close_codes": {c.name: {"code": int(c), "action": c.action} for c in CloseCode}}


def main(folder: Path) -> None:
    """Write `*.schema.json` and `constants.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in schemas().items():
        (folder / f"{name}.schema.json").write_text(json.dumps(document, indent=2, sort_keys=True) + "\n")
    (folder / "constants.json").write_text(json.dumps(constants(), indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":  # pragma: no cover - `make generate` runs it, the stale check reads it
    main(Path(sys.argv[1]))
