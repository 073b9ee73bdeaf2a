"""What the sheet says of a setting."""

import pytest

from nntui.dialogs.parameter_help import help_lines
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import INITIALIZATION, LOSS, OPTIMIZER, SCHEDULE
from tests.speaking import speaking

REGISTRIES = ((OPTIMIZER, OPTIMIZERS), (SCHEDULE, SCHEDULES), (LOSS, LOSSES), (INITIALIZATION, INITIALIZATIONS))


@pytest.mark.parametrize(("setting", "entries"), REGISTRIES, ids=[setting.name for setting, _ in REGISTRIES])
def test_formulas_and_authors_are_in_the_language_in_use(setting, entries):
    with speaking("pt_BR"):
        lines = [line for name in entries for line in help_lines(setting, name, Experiment())[1:]]
    for line in lines:
        # The title of a work stays as it is: the words before it and behind it do not.
        authors = line.partition(",")[0]
        assert not {"and", "others", "as", "of"} & set(authors.split()), line
        assert not {"sections", "lecture"} & set(line.split()), line
