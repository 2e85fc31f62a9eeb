"""A register is asked at its pace, waited for when it says so, and given a rest when it fails."""

from __future__ import annotations

import pytest
from canned import Canned, Sleeper, reply

from agent.sources.register import Register
from agent.sources.trouble import Closed, Unreachable, Unreadable


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def register(http: Canned, sleep: Sleeper | None = None, clock: Clock | None = None) -> Register:
    return Register(http, "register.example", per_second=5, sleep=sleep or Sleeper(), clock=clock or Clock())


async def test_the_address_is_built_by_code_and_held_to_the_host_and_the_pace_of_the_register() -> None:
    http = Canned([reply({"n": 1})])
    answer = await register(http).ask("/search", q="a&b=c/../é", page="1")
    assert answer is not None
    assert answer.content == {"n": 1}
    assert http.asked == ["https://register.example/search?q=a%26b%3Dc%2F..%2F%C3%A9&page=1"]
    (api,) = http.apis
    assert api is not None
    assert (api.hosts, api.interval) == (frozenset({"register.example"}), 0.2)


async def test_a_register_that_says_later_is_asked_again_then() -> None:
    http, sleep = Canned([reply("", 429, retry_after="3"), reply({"n": 1})]), Sleeper()
    answer = await register(http, sleep).ask("/search")
    assert answer is not None
    assert (len(http.asked), sleep.slept) == (2, [3.0])


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("Mon, 02 Mar 2026 09:00:13 GMT", 10),
        ("Mon, 02 Mar 2026 08:00:00 GMT", None),
        ("soon", 1),
        ("", 1),
    ],
)
async def test_the_pause_is_given_in_seconds_or_as_a_moment(header: str, seconds: float | None) -> None:
    http, sleep = Canned([reply("", 503, retry_after=header), reply({})]), Sleeper()
    await register(http, sleep).ask("/search")
    assert sleep.slept == ([] if seconds is None else [seconds])


async def test_a_register_that_says_later_every_time_gives_no_answer() -> None:
    http, sleep = Canned([reply("", 429, retry_after="1")]), Sleeper()
    with pytest.raises(Unreachable, match="too busy"):
        await register(http, sleep).ask("/search")
    assert len(http.asked) == 3


async def test_a_register_that_asks_for_an_hour_is_not_waited_for() -> None:
    http, sleep = Canned([reply("", 429, retry_after="3600")]), Sleeper()
    with pytest.raises(Unreachable):
        await register(http, sleep).ask("/search")
    assert (len(http.asked), sleep.slept) == (1, [])


async def test_a_record_that_is_not_there_is_no_error() -> None:
    assert await register(Canned([reply({"errors": []}, 404)])).ask("/records/1") is None


@pytest.mark.parametrize(
    "text", ["<html>", "", "7", '{"n": NaN}', "[" * 100_000, '{"n": ' + "9" * 5000 + "}"]
)
async def test_what_is_no_json_object_cannot_be_read(text: str) -> None:
    with pytest.raises(Unreadable):
        await register(Canned([reply(text)])).ask("/search")


async def test_a_refused_question_is_told_without_its_text() -> None:
    refusal = reply({"erreur": "Veuillez indiquer au moins un paramètre de recherche."}, 400)
    with pytest.raises(Unreadable) as told:
        await register(Canned([refusal])).ask("/search", q="Brightloom")
    assert "400" in str(told.value)
    assert "Brightloom" not in str(told.value)


async def test_a_register_that_fails_three_times_in_a_row_rests_for_a_minute() -> None:
    clock = Clock()
    asked = register(Canned([Unreachable("no answer")]), clock=clock)
    for _ in range(3):
        assert asked.is_on
        with pytest.raises(Unreachable):
            await asked.ask("/search")
    assert not asked.is_on
    clock.now += 60
    assert asked.is_on


async def test_failures_with_answers_between_them_are_no_row() -> None:
    asked = register(Canned([reply("", 500), reply("", 500), reply({}), reply("", 500), reply("", 500)]))
    for fails in (True, True, False, True, True):
        if fails:
            with pytest.raises(Unreachable):
                await asked.ask("/search")
        else:
            await asked.ask("/search")
    assert asked.is_on


async def test_a_list_is_an_answer_too() -> None:
    answer = await register(Canned([reply([{"n": 1}])])).ask("/jobs")
    assert answer is not None
    assert answer.content == {"items": [{"n": 1}]}


async def test_a_key_goes_along_and_one_that_is_not_accepted_closes_the_register_for_the_run() -> None:
    http, clock = Canned([reply("", 401)]), Clock()
    keyed = Register(http, "register.example", per_second=5, headers={"X-Key": "invented"}, clock=clock)
    with pytest.raises(Closed, match="does not accept the key"):
        await keyed.ask("/search")
    clock.now += 1e6
    assert not keyed.is_on
    assert http.headers == [{"X-Key": "invented"}]


async def test_a_register_says_what_its_own_statuses_mean() -> None:
    http, sleep = Canned([reply("", 403), reply("", 429)]), Sleeper()
    own = Register(
        http, "r.example", per_second=5, later={403}, closed={429: "has no quota left"}, sleep=sleep
    )
    with pytest.raises(Closed, match="no quota left"):
        await own.ask("/find")
    assert (len(http.asked), len(sleep.slept)) == (2, 1)
