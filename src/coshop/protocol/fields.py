"""The field types that every message shares, with their limits. One spelling for each kind of value."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from coshop.protocol import limits

NO_CONTROLS = r"^[^\x00-\x1f\x7f]+$"


class Word(BaseModel):
    """What every message on the wire has in common: frozen, and nothing but the documented fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


Id = Annotated[
    str,
    StringConstraints(
        min_length=limits.ID_MIN_CHARS,
        max_length=limits.ID_MAX_CHARS,
        pattern=r"^[A-Za-z0-9_\-]+$",
        strict=True,
    ),
]
"""An id made by its sender: 8 to 64 letters, digits, `_` or `-`. At least 96 random bits are expected of it."""

StoreKey = Annotated[
    str,
    StringConstraints(min_length=1, max_length=limits.STORE_ID_MAX_CHARS, pattern=NO_CONTROLS, strict=True),
]
"""A product, variant or cart line as the store calls it, without control characters (PostgreSQL takes no NUL)."""

OptionalStoreKey = Annotated[
    str,
    StringConstraints(max_length=limits.STORE_ID_MAX_CHARS, pattern=r"^[^\x00-\x1f\x7f]*$", strict=True),
]
Quantity = Annotated[int, Field(ge=1, le=limits.QUANTITY_MAX, strict=True)]
LineQuantity = Annotated[int, Field(ge=1, le=limits.LINE_QUANTITY_MAX, strict=True)]
AppliedQuantity = Annotated[int, Field(ge=0, le=limits.LINE_QUANTITY_MAX, strict=True)]
Minor = Annotated[int, Field(ge=-limits.MONEY_MAX_MINOR, le=limits.MONEY_MAX_MINOR, strict=True)]
"""Money in minor units of its currency (cents)."""

Seq = Annotated[int, Field(ge=0, le=2**53, strict=True)]
Currency = Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Name = Annotated[str, StringConstraints(max_length=limits.NAME_MAX_CHARS, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(max_length=limits.TITLE_MAX_CHARS)]
PageUrl = Annotated[str, StringConstraints(max_length=limits.URL_MAX_CHARS, pattern=r"^https?://[^\s]+$")]
PictureUrl = Annotated[
    str, StringConstraints(max_length=limits.URL_MAX_CHARS, pattern=r"^(https?://[^\s]+)?$")
]
ChatText = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.CHAT_MAX_CHARS, strip_whitespace=True)
]
Note = Annotated[str, StringConstraints(max_length=limits.NOTE_MAX_CHARS)]
Question = Annotated[str, StringConstraints(max_length=limits.QUESTION_MAX_CHARS)]
ReasonText = Annotated[str, StringConstraints(max_length=limits.REASON_MAX_CHARS)]
ModeWord = Literal["video", "voice", "text"]
