"""What saves a session by itself while the app runs."""

from functools import partial
from pathlib import Path

from nntui.session.notice import Notice
from nntui.session.session import TrainingSession
from nntui.storage.autosave import Autosave, sessions_in
from nntui.storage.start import StartState, saved_session_of


def autosave_of(session: TrainingSession, start: StartState, state_folder: Path | None) -> Autosave | None:
    """Saves a session by itself, in place of the work that it goes on with.

    Args:
        session: Which; it notifies the person when it cannot be saved.
        start: What it started with.
        state_folder: Where to; None for nowhere.
    """
    if state_folder is None:
        return None

    def complain(sentence: str) -> None:
        session.player.notify(Notice(sentence, failed=True))

    autosave = Autosave(sessions_in(state_folder), partial(saved_session_of, session), complain)
    if start.found is not None:
        autosave.replace(start.found)
    return autosave
