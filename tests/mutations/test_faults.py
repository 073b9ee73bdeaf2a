"""The deliberate faults can still be put into the code. That tests notice them, `python -m tests.mutations` shows."""

import ast

import pytest

from tests.mutations.__main__ import ROOT
from tests.mutations.faults import all_faults


@pytest.mark.parametrize("fault", all_faults(), ids=lambda fault: fault.name)
def test_every_fault_applies_and_the_code_stays_code(fault):
    assert fault.hunks
    for path, text in fault.changed(ROOT).items():
        assert text != path.read_text(encoding="utf-8")
        ast.parse(text)
    for test in fault.tests:
        assert (ROOT / test).exists(), test
