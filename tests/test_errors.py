"""What the person is told."""

from agent.errors import BadInput, BudgetExhausted, LeadsiftError, ModelError, QuotaExhausted, Unavailable


def test_bad_input_names_file_line_column_reason_and_remedy() -> None:
    error = BadInput("not a date", file="leads.csv", line=12, column="created", remedy="Write 2026-05-31")
    assert str(error) == "leads.csv:12, column created: not a date. Write 2026-05-31"


def test_bad_input_says_only_what_it_knows() -> None:
    assert str(BadInput("the file is empty")) == "the file is empty"
    assert str(BadInput("the file is empty", file="a.csv")) == "a.csv: the file is empty"


def test_every_error_says_how_the_command_ends() -> None:
    assert (LeadsiftError.exit_code, BudgetExhausted.exit_code) == (2, 3)
    assert issubclass(QuotaExhausted, Unavailable)
    assert issubclass(Unavailable, ModelError)
