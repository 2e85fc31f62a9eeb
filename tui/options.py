"""The options every subcommand has, and how errors reach the person."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from agent.clean import clean
from agent.errors import LeadsiftError

if TYPE_CHECKING:
    from agent.settings import Language, Settings

F = TypeVar("F", bound=Callable[..., Any])

STDIN = Path("-")
_EVERYWHERE: tuple[Callable[[Any], Any], ...] = (
    click.option("--db", metavar="PATH_OR_URL", help="The database: a file, or a SQLAlchemy URL."),
    click.option("--offline", is_flag=True, help="Ask no model and open no connection."),
    click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of rationales and screens."),
    click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="A leadsift.toml."),
    click.option("--debug", is_flag=True, help="Show the traceback of an error."),
)


class When(click.DateTime):
    """A day or moment of a year that somebody could mean, so that a few weeks before and after it are days as well."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        found: datetime = super().convert(value, param, ctx)
        if not 1900 <= found.year <= 2999:
            self.fail(f"{value!r} lies outside the years 1900 to 2999.", param, ctx)
        return found


def everywhere(command: F) -> F:
    """Adds the options of every subcommand; it receives `settings` in their place, and `offline` if it asks."""
    asks = "offline" in inspect.signature(command).parameters

    @functools.wraps(command)
    def run(
        *args: Any,
        db: str | None,
        offline: bool,
        lang: str | None,
        config: Path | None,
        debug: bool,
        **rest: Any,
    ) -> Any:
        from agent.settings import read_settings

        try:
            budget = rest.pop("budget", None)
            settings = read_settings(config, database_url=db, language=lang, budget=budget)
            with _written():
                return command(*args, settings=settings, **({"offline": offline} if asks else {}), **rest)
        except BrokenPipeError:
            _unheard()
        except KeyboardInterrupt:
            sys.exit(130)
        except LeadsiftError as error:
            if debug:
                raise
            stop(str(error), error.exit_code)
        except OSError as error:
            if debug:
                raise
            stop(f"the machine refused: {error.strerror or type(error).__name__}", 2)
        except Exception as error:
            if debug:
                raise
            stop(f"something leadsift did not foresee ({type(error).__name__}); --debug shows where", 2)

    for option in reversed(_EVERYWHERE):
        run = option(run)
    return run  # type: ignore[return-value]


@contextmanager
def _written() -> Iterator[None]:
    """What the command prints can be printed, and is out when this ends: a trouble is raised here, not at exit.

    Data in a file or a pipe is UTF-8 in every locale; a terminal shows a question mark for what it has no sign for.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    try:
        yield
    finally:
        sys.stdout.flush()


def _unheard() -> NoReturn:
    """Nobody reads on, as in `| head`: there is nothing to say, and nobody to say it to."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    sys.exit(0)


def say(text: str) -> None:
    """A message for the person, on stderr: stdout carries data only."""
    click.echo(clean(text), err=True)


def stop(text: str, code: int) -> NoReturn:
    """Says why, and ends with the code."""
    say(f"leadsift: {text}")
    sys.exit(code)


def spoken(settings: Settings) -> Language:
    """The language of screens: the settings', else the locale's."""
    import locale

    return settings.language or ("fr" if (locale.getlocale()[0] or "").startswith("fr") else "en")
