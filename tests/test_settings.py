"""Where settings come from, and which of them wins."""

from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.settings import read_settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "LEADSIFT_MODEL",
        "LEADSIFT_DATABASE_URL",
        "LEADSIFT_LANGUAGE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def test_an_option_wins_over_the_environment_and_the_environment_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "my.toml"
    file.write_text('model = "from-file"\nlanguage = "fr"\nconcurrency = 7\n')
    monkeypatch.setenv("LEADSIFT_MODEL", "from-environment")
    settings = read_settings(file, language="en")
    assert (settings.model, settings.language, settings.concurrency) == ("from-environment", "en", 7)


def test_a_leadsift_toml_in_this_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "leadsift.toml").write_text("budget = 2.5\n")
    assert read_settings().budget == 2.5


def test_the_sdk_names_of_key_and_endpoint_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    settings = read_settings()
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "sk-invented"
    assert settings.openai_base_url == "http://localhost:1/v1"
    assert "sk-invented" not in repr(settings)


def test_the_store_may_be_a_path_or_a_url() -> None:
    assert read_settings(database_url="a/b.db").store_url == "a/b.db"
    assert read_settings(database_url="postgresql://x/y").store_url == "postgresql://x/y"


def test_the_default_database_is_in_the_platform_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert read_settings().store_url == f"{tmp_path}/data/leadsift/leadsift.db"


def test_a_setting_of_the_wrong_form_is_named_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('concurrency = "many"\n')
    with pytest.raises(BadInput, match=r"my\.toml: concurrency: .*integer"):
        read_settings(file)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes('model = "modèle"'.encode("latin-1"))
    with pytest.raises(BadInput, match=r"my\.toml: not UTF-8"):
        read_settings(file)


def test_a_home_that_takes_no_data_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with pytest.raises(BadInput, match="--db"):
        _ = read_settings().store_url


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text("not toml at all")
    with pytest.raises(BadInput, match=r"my\.toml: not valid TOML"):
        read_settings(file)


def test_a_config_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_settings(tmp_path / "absent.toml")


def test_the_keys_of_sources_are_read_by_their_names_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADSIFT_COMPANIES_HOUSE_KEY", "of-the-environment")
    (tmp_path / ".env").write_text("LEADSIFT_HUNTER_KEY=of-the-file\nLEADSIFT_EMPTY_KEY=\n")
    (tmp_path / "leadsift.toml").write_text('[source_keys]\nhunter = "of-toml"\napollo = "of-toml"\n')
    settings = read_settings()
    keys = {name: key.get_secret_value() for name, key in settings.source_keys.items()}
    assert keys == {"companies-house": "of-the-environment", "hunter": "of-the-file", "apollo": "of-toml"}
    assert "of-the" not in repr(settings)


def test_a_price_below_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match=r"source_prices\.hunter"):
        read_settings(source_prices={"hunter": -1})


def test_a_misspelt_setting_is_named_with_the_one_meant(tmp_path: Path) -> None:
    file = tmp_path / "leadsift.toml"
    file.write_text("concurency = 3\n")
    with pytest.raises(BadInput, match=r"no setting concurency.*Did you mean concurrency\?"):
        read_settings(file)


def test_a_time_zone_goes_by_its_iana_name_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "leadsift.toml"
    file.write_text('timezone = "Europe/Paris"\n')
    assert read_settings().zone.key == "Europe/Paris"
    for name in ("Paris", "../etc/passwd", ""):
        file.write_text(f'timezone = "{name}"\n')
        with pytest.raises(BadInput, match="no time zone"):
            read_settings()


def test_the_rules_of_links_and_the_stages_partners_are_told_of_are_settings(tmp_path: Path) -> None:
    (tmp_path / "leadsift.toml").write_text(
        '[utm]\nsources = ["press"]\n[programme]\ntold = ["customer"]\n', "utf-8"
    )
    settings = read_settings()
    assert (settings.utm.sources, settings.programme.told) == (("press",), ("customer",))
    (tmp_path / "leadsift.toml").write_text("[utm]\nsource = []\n", "utf-8")
    with pytest.raises(BadInput, match="utm"):
        read_settings()
