"""Which dialog asks what. Each is loaded when it is first asked for: the first picture does without them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from nntui.dialogs.output_questions import ShowConfusion
from nntui.dialogs.parameter_questions import AskFeature, MoreParameters
from nntui.dialogs.questions import (
    Answer,
    AskGoal,
    AskPath,
    AskText,
    ChooseColumns,
    ChooseDataset,
    ChooseHidden,
    ChooseLesson,
    ChooseOne,
    CompareRuns,
    Jump,
    Question,
    SearchCards,
    ShowHelp,
    ShowLink,
    ShowNotes,
    ShowOpening,
    ShowRuns,
    ShowSum,
    ShowWords,
    Wait,
    WalkEpoch,
)
from nntui.dialogs.starts_questions import AskStarts, ShowStarts

if TYPE_CHECKING:
    from nntui.dialogs.base import Dialog

DIALOGS: dict[type[Question[Any]], tuple[str, str]] = {
    ChooseOne: ("choice", "ChoiceScreen"),
    ChooseColumns: ("columns", "ColumnsScreen"),
    ChooseDataset: ("datasets", "DatasetsScreen"),
    ChooseHidden: ("hidden_controls", "HiddenControlsScreen"),
    Wait: ("waiting", "WaitScreen"),
    AskPath: ("path", "PathScreen"),
    AskGoal: ("run_until", "RunUntilScreen"),
    Jump: ("jump", "JumpScreen"),
    ShowHelp: ("help", "HelpScreen"),
    SearchCards: ("glossary", "GlossaryScreen"),
    ShowLink: ("link", "LinkScreen"),
    ShowNotes: ("notes", "NotesScreen"),
    ChooseLesson: ("lessons", "LessonsScreen"),
    ShowOpening: ("opening", "OpeningScreen"),
    ShowSum: ("inspect", "InspectScreen"),
    ShowWords: ("in_words", "InWordsScreen"),
    AskText: ("ask_text", "AskTextScreen"),
    ShowRuns: ("runs", "RunsScreen"),
    CompareRuns: ("compare_runs", "CompareRunsScreen"),
    AskStarts: ("ask_starts", "AskStartsScreen"),
    ShowStarts: ("starts", "StartsScreen"),
    ShowConfusion: ("confusion", "ConfusionScreen"),
    WalkEpoch: ("one_iteration", "OneIterationScreen"),
    MoreParameters: ("more_parameters", "MoreParametersScreen"),
    AskFeature: ("own_feature", "OwnFeatureScreen"),
}
"""The module in this package and the class, which takes the question as its one argument."""


def dialog_for(question: Question[Answer]) -> "Dialog[Answer]":
    """The dialog that asks a question."""
    module, name = DIALOGS[type(question)]
    dialog = getattr(import_module(f"nntui.dialogs.{module}"), name)
    return cast("Dialog[Answer]", dialog(question))
