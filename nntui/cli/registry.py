"""The commands. To add one, write a module in `commands/` and add an entry to `COMMANDS`.

A module has `prepare_parser(parser)`, which adds the options of the command and describes them, and `run(arguments)`,
which does it and returns the exit code. What it raises of the family `NntuiError` is shown as one sentence.
"""

from nntui.language import N_

COMMANDS: dict[str, str] = {
    "play": N_("the playground; the word itself may be left out"),
    "train": N_("trains a network without a screen"),
    "sweep": N_("trains every combination of some settings, from many starts"),
    "link": N_("prints a link of these settings, which may hide controls"),
    "show": N_("prints what is in files of saved work"),
    "report": N_("writes a lab report of files of saved work"),
    "lessons": N_("lists the lessons, tries them, or takes one without a screen"),
    "serve": N_("serves the playground to browsers; every visitor has one"),
    "completion": N_("what makes bash, zsh or fish complete the command line"),
    "info": N_("versions, folders and terminal, to go with a report of a fault"),
    "help": N_("this page, or the page of one command"),
}
"""From the name of a command, which is that of its module, to what it is for; shown through `_`."""
