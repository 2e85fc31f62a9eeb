"""The two kinds of transaction, and threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from goods import a_lead, an_account

from agent.errors import StoreError
from agent.store import Store, Tx, accounts, connection, leads, open_store


def test_a_write_that_fails_is_forgotten_whole(store: Store) -> None:
    def fail(tx: Tx) -> None:
        accounts.save(tx, [an_account()])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.write() as tx:
        fail(tx)
    with store.read() as tx:
        assert accounts.get_many(tx, ["A00000001"]) == {}


def test_a_lead_of_an_unknown_account_is_refused_when_the_write_ends(store: Store) -> None:
    with pytest.raises(StoreError, match="contradicts another"), store.write() as tx:
        leads.save(tx, [a_lead()])


def test_inside_a_write_the_order_is_free(store: Store) -> None:
    with store.write() as tx:
        leads.save(tx, [a_lead()])
        accounts.save(tx, [an_account()])


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError), store.read() as tx:
        accounts.save(tx, [an_account()])


def test_a_read_sees_one_moment_of_the_database(store: Store) -> None:
    with store.read() as tx:
        assert accounts.get_many(tx, ["A00000001"]) == {}
        with store.write() as other:
            accounts.save(other, [an_account()])
        assert accounts.get_many(tx, ["A00000001"]) == {}
    with store.read() as tx:
        assert accounts.get_many(tx, ["A00000001"]) == {"A00000001": an_account()}


def test_a_second_write_in_one_thread_is_an_error_and_not_a_standstill(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError, match="await nothing"), store.write():
        pass
    with store.write() as tx:
        accounts.save(tx, [an_account()])


def test_threads_write_in_turns(store: Store) -> None:
    def save(number: int) -> None:
        with store.write() as tx:
            accounts.save(tx, [an_account(number)])

    threads = [threading.Thread(target=save, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert len(accounts.get_many(tx, [an_account(number).id for number in range(20)])) == 20


def test_a_thread_that_waits_too_long_for_its_turn_to_write_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    said: list[str] = []

    def write() -> None:
        try:
            with store.write():
                pass
        except StoreError as error:
            said.append(str(error))

    with open_store(str(tmp_path / "leadsift.db")) as store, store.write():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert said == [f"{tmp_path / 'leadsift.db'} is busy: another part of this program holds it"]


@pytest.fixture(autouse=True)
def no_thread_dies_quietly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An exception in a thread fails the test that started it."""
    died: list[object] = []
    monkeypatch.setattr(threading, "excepthook", died.append)
    yield
    assert died == []
