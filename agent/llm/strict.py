"""A noun's schema as strict structured output wants it, and the sifting of what comes back by it.

Strict mode knows few keywords, wants every property required and no others allowed. What it cannot say (a
minimum, a pattern) our own validation says afterwards; what a noun must not leave open (free-form objects) is
refused here, when the request is first built.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from agent.clean import clean_document
from agent.llm import schema
from agent.models.noun import Noun

Node = dict[str, Any]

_KEPT = ("type", "enum", "const", "description")
_FORMATS = {"date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}


@cache
def strict(noun: type[Noun]) -> Node:
    """The strict schema of a noun, built once. Raises TypeError for one that strict mode cannot express."""
    root = schema(noun)
    built = _strict(root, noun.__name__)
    if "$defs" in root:
        built["$defs"] = {name: _strict(node, name) for name, node in root["$defs"].items()}
    return built


def sift(value: Any, noun: type[Noun]) -> Any:
    """Decoded JSON with only the properties the model was shown, its text cleaned.

    A surplus key is dropped rather than refused: an answer that carries one (or `spans`, which code alone may
    fill) loses just that. What has the wrong form is left for validation to name.
    """
    root = strict(noun)
    return _sift(value, root, root.get("$defs", {}))


def _strict(node: Node, where: str) -> Node:
    built = {word: node[word] for word in _KEPT if word in node}
    if node.get("format") in _FORMATS:
        built["format"] = node["format"]
    if "$ref" in node:  # allowed no neighbours
        ref = {"$ref": node["$ref"]}
        return {"anyOf": [ref], "description": node["description"]} if "description" in node else ref
    if choices := node.get("anyOf") or node.get("oneOf"):
        built["anyOf"] = [_strict(choice, where) for choice in choices]
    if built.get("type") == "array":
        built["items"] = _strict(node.get("items", {}), f"{where}[]")
    if built.get("type") == "object":
        if "properties" not in node and node.get("additionalProperties") is not False:
            raise TypeError(f"{where} is a free-form object: strict mode cannot ask for it")
        properties = node.get("properties", {})
        built["properties"] = {name: _strict(each, f"{where}.{name}") for name, each in properties.items()}
        built |= {"required": list(properties), "additionalProperties": False}
    if not built.keys() & {"type", "enum", "const", "anyOf"}:
        raise TypeError(f"{where} may be anything: strict mode cannot ask for it")
    return built


def _sift(value: Any, node: Node, defs: dict[str, Node]) -> Any:
    if isinstance(value, str):
        return clean_document(value)
    if isinstance(value, dict):
        known = _branch(node, "properties", defs)
        return {name: _sift(each, known[name], defs) for name, each in value.items() if name in known}
    if isinstance(value, list):
        items = _branch(node, "items", defs)
        return [_sift(each, items, defs) for each in value] if items else value
    return value


def _branch(node: Node, part: str, defs: dict[str, Node]) -> Node:
    """The `properties` or `items` that apply at a node, through references and alternatives; {} for none."""
    if "$ref" in node:
        return _branch(defs[node["$ref"].rpartition("/")[2]], part, defs)
    found: Node = node.get(part, {})
    return found or next(
        (branch for choice in node.get("anyOf", ()) if (branch := _branch(choice, part, defs))), {}
    )
