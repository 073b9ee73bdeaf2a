"""All parts by their names."""

from tests.fuzz.commands import COMMAND_LINES, PROCESSES
from tests.fuzz.files import FILES
from tests.fuzz.lessons import LESSONS
from tests.fuzz.links import LINKS
from tests.fuzz.part import Part
from tests.fuzz.preferences import TOML
from tests.fuzz.results import RESULTS
from tests.fuzz.tables import TABLES

PARTS: dict[str, Part] = {
    part.name: part for part in (LINKS, FILES, TABLES, TOML, LESSONS, RESULTS, COMMAND_LINES, PROCESSES)
}
