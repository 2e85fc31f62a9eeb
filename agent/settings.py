"""Every setting, from `leadsift.toml`, the environment and `.env`, in that rising order.

`OPENAI_API_KEY` and `OPENAI_BASE_URL` keep the names the SDK knows; everything else is `LEADSIFT_…`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from platformdirs import user_config_path, user_data_path
from pydantic import AfterValidator, AliasChoices, BaseModel, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from agent.attribution import ModelName, Weights
from agent.errors import BadInput
from agent.lifecycle.policy import Policy
from agent.models.programme import KeyStage
from agent.models.score import Stage
from agent.models.touchpoint import Kind
from agent.utm import Utm

Language = Literal["fr", "en"]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("no time zone goes by that name") from error
    return name


_SOURCE_KEY = re.compile("leadsift_([a-z0-9_]+)_key", re.IGNORECASE)


class Price(BaseModel):
    """Of one model, per million tokens, in the settings' currency."""

    prompt: float
    completion: float


class Reports(BaseModel, extra="forbid"):
    """What reports take for granted where neither the person nor the store says."""

    weeks: int = Field(13, ge=1)
    """How far back the capacity what-if looks."""
    shifts: tuple[int, ...] = (-8, -6, -4, -2, 0, 2, 4, 6, 8)
    """By how many points it moves each threshold."""
    days_open: float = Field(7, gt=0)
    """How long a handoff stays open, while none was closed yet."""
    marked: float = Field(0.2, ge=0, le=0.5)
    """The part of the partners marked at either end of their ranking."""
    trigger_goal: float = Field(0.8, ge=0, le=1)
    """The part of EQLs that should have all the triggers the rubric asks for."""
    audit_days: int = Field(30, ge=1)
    """How far back the audit of scores looks."""
    audit_sample: int = Field(20, ge=1)
    """Of fewer leads than these the audit gives no share."""
    correction: int = Field(5, ge=0)
    """Points the audit suggests to move from engagement to fit, when fit tells leads apart and engagement does not."""


class Allowance(BaseModel, extra="forbid"):
    """Business hours from handing a lead over; None is what the wider rule says."""

    alert_hours: float | None = Field(None, ge=0)
    due_hours: float | None = Field(None, gt=0)


class Sla(BaseModel, extra="forbid"):
    """The time sales has for first contact with a lead handed over, in the owner's business hours."""

    alert_hours: float = Field(2, ge=0)
    """After these the owner is reminded, and the partner of a partner lead told."""
    due_hours: float = Field(4, gt=0)
    """Within these the lead must have been contacted; then another owner has it."""
    stages: dict[Stage, Allowance] = {}
    """Where a stage has other hours."""
    partners: dict[str, Allowance] = {}
    """Where leads of a partner, by name, have other hours; wins over the stage's."""
    contacts: tuple[Kind, ...] = (Kind.CALL, Kind.MEETING)
    """Touchpoints that count as first contact, once the lead is handed over."""
    product_columns: tuple[str, ...] = (
        "product", "product line", "product interest", "produit", "gamme", "ligne de produits",
    )  # fmt: skip
    """Columns of lead files that say which product line a lead asks for; case and accents do not count."""


class Attribution(BaseModel):
    """How a deal's credit is shared out among the touchpoints before it."""

    model: ModelName = "partner"
    """The one that cost per customer and return are reckoned by; reports show the others beside it."""
    weights: Weights = Weights()
    until: Literal["opened", "closed"] = "closed"
    """Touchpoints count up to the day the deal was opened, or was won."""


class Programme(BaseModel, extra="forbid"):
    """What partners are told of the leads they brought."""

    told: tuple[KeyStage, ...] = ("eql", "sql", "opportunity", "customer", "rejected")
    """The stages a message is written at."""


class Duplicates(BaseModel):
    """How leads that are one are looked for."""

    show: float = Field(0.8, ge=0, le=1)
    """Two leads at or above this likeness are shown."""
    block: int = Field(40, ge=1)
    """With how many others of one key, an e-mail or a name, each lead is compared at most."""
    window: int = Field(5, ge=0)
    """With how many neighbours in the alphabet, where a key may hold a slip of the finger."""


class Settings(BaseSettings):
    """Read once at start. The file wins over the defaults, the environment over the file, options over all."""

    model_config = SettingsConfigDict(
        env_prefix="LEADSIFT_", env_file=".env", extra="ignore", populate_by_name=True, toml_file=None
    )

    database_url: str | None = None
    """SQLAlchemy URL or a path; None is `leadsift.db` in the platform's data folder."""
    language: Language | None = None
    """Of rationales and reports; None takes the lead's, then the locale's."""
    rubric: Path | None = None
    """A rubric file; None is the built-in one."""

    openai_api_key: SecretStr | None = Field(
        None, validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key")
    )
    openai_base_url: str | None = Field(
        None, validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url")
    )
    model: str = "gpt-4.1-mini"
    """The model to ask, once there is a key or an endpoint; without either the offline engine answers."""
    concurrency: int = Field(16, ge=1, le=256)
    """Leads worked on at once when a model is asked."""
    attempts: int = Field(5, ge=1, le=20)
    """Tries of one request before the lead is recorded as failed."""
    timeout: float = Field(60, gt=0)
    """Seconds one request may take."""
    max_tool_calls: int = Field(8, ge=0)
    """Tool calls per account."""
    max_answer_tokens: int = Field(4096, ge=64)
    """The longest answer asked for; with the prompt it is the worst case of a call."""

    lifecycle: Policy = Policy()
    """What a team agrees on besides the table of transitions."""
    currency: str = "USD"
    """Of prices and budgets, and of every sum in a report."""
    exchange: dict[str, Annotated[float, Field(gt=0)]] = {}
    """What one unit of another currency is worth in `currency`. Amounts in one without a rate are left out of sums,
    and counted."""
    prices: dict[str, Price] = {
        "gpt-4o-mini": Price(prompt=0.15, completion=0.60),
        "gpt-4o": Price(prompt=2.50, completion=10.00),
        "gpt-4.1-mini": Price(prompt=0.40, completion=1.60),
        "gpt-4.1": Price(prompt=2.00, completion=8.00),
    }
    """Price table. A model that is not in it costs nothing that leadsift can count, and says so."""
    budget: float | None = Field(None, ge=0)
    """The most one run may spend."""

    contact: str | None = None
    """Of whom to write to about our requests, an e-mail or a page; registers and websites are told it."""
    registers: bool = False
    """Whether a run that is not offline asks the public registers of companies."""
    websites: bool = False
    """Whether it reads the companies' own websites and the job boards they use."""
    sources: dict[str, bool] = {}
    """By name: on or off whatever the two above say. A source with a key is on once it has one."""
    source_keys: dict[str, SecretStr] = {}
    """By name. `LEADSIFT_COMPANIES_HOUSE_KEY` is the one of "companies-house"."""
    source_prices: dict[str, Annotated[float, Field(ge=0)]] = {}
    """Of one hit, by name, where it is not the one on the source's card."""
    sla: Sla = Sla()
    """When a lead handed over must have been contacted, and who may take it."""
    match_accept: float = Field(0.85, ge=0, le=1)
    """A directory record at or above this quality, alone, is the account."""
    match_show: float = Field(0.6, ge=0, le=1)
    """A record at or above this is shown as a candidate."""
    seller_names: tuple[str, ...] = ()
    """Our people and product, as notes name them."""
    seller_domains: tuple[str, ...] = ()
    fiscal_year_start: int | None = Field(None, ge=1, le=12)
    """Month in which buyers' fiscal years begin, for "Q2 FY27" where a note does not say; None: quarters are the
    calendar's."""

    reports: Reports = Reports()
    duplicates: Duplicates = Duplicates()
    programme: Programme = Programme()
    utm: Utm = Utm()
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    """Of times in touchpoint files that name none: an IANA name, "Europe/Paris"."""
    attribution: Attribution = Attribution()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options, then environment, then `.env`, then the file."""
        keys = (_KeysSource(settings_cls, each) for each in (env_settings, dotenv_settings))
        return init_settings, env_settings, dotenv_settings, *keys, TomlConfigSettingsSource(settings_cls)

    @property
    def zone(self) -> ZoneInfo:
        """`timezone`, ready for use."""
        return ZoneInfo(self.timezone)

    @property
    def store_url(self) -> str:
        """Where the store is, as `open_store` takes it; makes the data folder of the default one.

        Raises `BadInput` when that cannot be made.
        """
        if self.database_url:
            return self.database_url
        try:
            return str(user_data_path("leadsift", ensure_exists=True) / "leadsift.db")
        except OSError as error:
            raise BadInput(
                f"no folder for your data can be made: {error.strerror}",
                remedy="Give --db the path of a file",
            ) from error


class _KeysSource(PydanticBaseSettingsSource):
    """`LEADSIFT_<SOURCE>_KEY` of the environment or of `.env`: the keys of sources, whatever they are called."""

    def __init__(self, settings_cls: type[BaseSettings], variables: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        self._variables: Mapping[str, str | None] = getattr(variables, "env_vars", {})

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Nothing: no field is read by its own name."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The keys that say something, by the name of their source."""
        named = ((_SOURCE_KEY.fullmatch(name), key) for name, key in self._variables.items())
        keys = {found[1].lower().replace("_", "-"): key for found, key in named if found and key}
        return {"source_keys": keys} if keys else {}


def read_settings(file: Path | None = None, **options: Any) -> Settings:
    """The settings, with options that are None left out.

    `file` is the one of `--config`; without it `leadsift.toml` in this folder, else in the platform's settings
    folder. Raises `BadInput` naming file and setting.
    """
    found = file or next(
        (p for p in (Path("leadsift.toml"), user_config_path("leadsift") / "leadsift.toml") if p.is_file()),
        None,
    )
    if file is not None and not file.is_file():
        raise BadInput("there is no such file", file=file, remedy="Give --config the path of a TOML file")

    if found:
        _refuse_unknown(found)

    class FromFile(Settings):
        model_config = SettingsConfigDict(**{**Settings.model_config, "toml_file": found})

    try:
        return FromFile(**{name: value for name, value in options.items() if value is not None})
    except UnicodeDecodeError as error:
        raise BadInput("not UTF-8 text", file=".env", remedy="Save it as UTF-8") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        setting = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{setting}: {first['msg']}", file=found, remedy="See the settings in the README"
        ) from error


def _refuse_unknown(file: Path) -> None:
    """A misspelt setting would be no setting at all. Raises `BadInput` that names it, and the one meant."""
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"not valid TOML: {error}", file=file) from error
    except UnicodeDecodeError as error:
        raise BadInput("not UTF-8 text", file=file, remedy="Save it as UTF-8") from error
    for name in given.keys() - Settings.model_fields.keys():
        near = get_close_matches(name, Settings.model_fields, 1)
        raise BadInput(
            f"there is no setting {name}",
            file=file,
            remedy=f"Did you mean {near[0]}?" if near else "See the settings in the README",
        )
