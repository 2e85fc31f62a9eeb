"""The desk's two themes, and the styles its text is written in."""

from __future__ import annotations

import os

from textual.theme import Theme

from agent.models.bant import Status
from agent.models.score import Family, Stage

DARK = Theme(
    name="leadsift-dark",
    primary="#82aaff",
    secondary="#89ddff",
    accent="#82aaff",
    success="#a3c585",
    warning="#e0b872",
    error="#e08585",
    foreground="#d5d8e0",
    background="#15171c",
    surface="#15171c",
    panel="#1f2229",
    dark=True,
    variables={
        "quiet": "#858b99",
        "line": "#343944",
        "row": "#272c38",
        "slot-b": "#e5bd72",
        "slot-a": "#bda2f0",
        "slot-n": "#ee9d86",
        "slot-t": "#73cbc2",
        "footer-background": "#15171c",
        "border": "#82aaff",
        "input-cursor-background": "#d5d8e0",
    },
)
LIGHT = Theme(
    name="leadsift-light",
    primary="#2c5fb8",
    secondary="#1f7a8c",
    accent="#2c5fb8",
    success="#41752a",
    warning="#8f5f00",
    error="#b3393d",
    foreground="#23262d",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#f0eee8",
    dark=False,
    variables={
        "quiet": "#6a6e78",
        "line": "#d3d0c7",
        "row": "#e4e9f3",
        "slot-b": "#8a6100",
        "slot-a": "#6a48b5",
        "slot-n": "#b04a2e",
        "slot-t": "#0f766e",
        "footer-background": "#fbfaf7",
        "border": "#2c5fb8",
        "input-cursor-background": "#23262d",
    },
)
OWN_VARIABLES = {name: DARK.variables[name] for name in ("quiet", "line", "row")} | {
    "slot-b": "$warning",
    "slot-a": "$primary",
    "slot-n": "$error",
    "slot-t": "$success",
}

QUIET = "$quiet"
STRONG = "bold"
STAGE_STYLES = {
    Stage.MQL: "$primary",
    Stage.EQL: "$slot-t",
    Stage.SQL: "$success",
    Stage.OPPORTUNITY: "$success",
    Stage.CUSTOMER: "$success",
    Stage.NURTURING: "$warning",
    Stage.RECYCLED: "$warning",
    Stage.DISQUALIFIED: "$error",
    Stage.LEAD: "$quiet",
}
SLOT_STYLES = {"budget": "$slot-b", "authority": "$slot-a", "need": "$slot-n", "timing": "$slot-t"}
FAMILY_STYLES: dict[Family, str] = {
    "fit": "$primary",
    "intent": "$slot-t",
    "bant": "$slot-b",
    "ecosystem": "$slot-a",
}
STATUS_MARKS = {
    Status.CONFIRMED: "●",
    Status.INDICATED: "◐",
    Status.DENIED: "×",
    Status.CONTRADICTORY: "≠",
    Status.NOT_RAISED: "○",
}


def first_theme() -> str:
    """The theme to open with: TEXTUAL_THEME's, else the one that suits the terminal's background."""
    if chosen := os.environ.get("TEXTUAL_THEME"):
        return chosen
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if background in {"7", "15"} else DARK.name
