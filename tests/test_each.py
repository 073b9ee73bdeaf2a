"""Many cases within one test: each is run, and those that fail are named."""

import inspect

import pytest

from tests.each import each


@each("letter", "ab")
@each(("number", "square"), [(1, 1), (2, 4)])
def test_fixtures_are_there_besides_the_cases(number, square, letter, tmp_path):
    assert number**2 == square
    assert letter in "ab"
    assert tmp_path.is_dir()


def test_every_case_is_run_and_those_that_fail_are_named():
    tried = []

    @each("number", range(4), ids=["none", "one", "two", "three"])
    def is_even(number: int, fixture: str) -> None:
        tried.append((number, fixture))
        assert number % 2 == 0, f"{number} is odd"

    assert list(inspect.signature(is_even).parameters) == ["fixture"]
    with pytest.raises(AssertionError, match="1 is odd") as caught:
        is_even("given")
    assert tried == [(number, "given") for number in range(4)]
    assert caught.value.__notes__ == ["fails in 2 of 4 cases: one, three"]


def test_what_should_have_been_raised_is_an_error_of_its_case():
    @each("text", ["1", "one", "2"])
    def is_no_number(text: str) -> None:
        with pytest.raises(ValueError, match="invalid literal"):
            int(text)

    with pytest.raises(pytest.fail.Exception) as caught:
        is_no_number()
    assert caught.value.__notes__ == ["fails in 2 of 3 cases: 1, 2"]


def test_no_case_is_an_error():
    with pytest.raises(AssertionError, match="no case"):
        each("number", [])
