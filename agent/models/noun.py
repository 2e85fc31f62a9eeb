"""What every noun is made of: frozen, closed, and documented once for the reader and for the model's schema."""

from __future__ import annotations

from hashlib import blake2b

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A frozen record. Unknown fields are refused; attribute docstrings become schema descriptions."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def fingerprint(*parts: str, size: int = 8) -> str:
    """A stable hexadecimal name for these parts, `2 * size` characters long. Not for secrets."""
    digest = blake2b(digest_size=size)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
