"""The touchpoints that links with UTM led to."""

from __future__ import annotations

from datetime import timedelta

from goods import NOON

from agent.models.touchpoint import Kind, Touchpoint
from agent.store import Store, touchpoints


def test_only_tagged_touchpoints_are_given_in_the_order_of_time(store: Store) -> None:
    def one(number: int, **utm: str) -> Touchpoint:
        at = NOON - timedelta(days=number)
        return Touchpoint(id=f"T{number}", at=at, kind=Kind.FORM, page='/{"utm":{}}%_', utm=utm)

    first, second = one(3, utm_source="é"), one(1, utm_campaign="x")
    with store.write() as tx:
        touchpoints.add(tx, [one(0), second, one(2), first])
    with store.read() as tx:
        assert list(touchpoints.tagged(tx)) == [first, second]
