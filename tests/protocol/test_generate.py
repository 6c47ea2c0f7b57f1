"""The JSON Schema from which the TypeScript types are made."""

from __future__ import annotations

import json
from pathlib import Path

from coshop.protocol import generate, limits


def test_tags_are_required_and_fields_have_no_titles(tmp_path: Path) -> None:
    generate.main(tmp_path)
    client = json.loads((tmp_path / "from_client.schema.json").read_text())
    add = client["$defs"]["CartAdd"]
    assert add["required"] == ["type", "variant_id", "quantity"]
    assert "title" not in add["properties"]["variant_id"]
    assert add["additionalProperties"] is False
    constants = json.loads((tmp_path / "constants.json").read_text())
    assert constants["limits"]["FRAME_MAX_BYTES"] == limits.FRAME_MAX_BYTES
    assert constants["close_codes"]["FENCED"] == {"code": 4409, "action": "stop"}
