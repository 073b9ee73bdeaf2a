"""Messages, as far as Textual's own would not do."""

from textual.notifications import Notification
from textual.screen import Screen
from textual.widgets._toast import Toast

from nntui.widgets.no_repeats import NoRepeats


class Messages(NoRepeats):
    """An app that shows messages."""


async def test_a_message_that_ends_just_when_a_dialog_opens_does_not_stay_for_good(monkeypatch):
    app = Messages()
    async with app.run_test(notifications=True) as pilot:
        app.notify("soon over", timeout=60)
        await pilot.pause()
        assert app.screen.query(Toast)
        monkeypatch.setattr(Notification, "time_left", property(lambda _: 1e-9))
        await app.push_screen(Screen())
        await pilot.pause()
        await pilot.pause(0.02)
        assert not app.screen.query(Toast)


async def test_a_message_is_shown_once_and_again_when_it_was_taken_away_meanwhile():
    app = Messages()
    async with app.run_test(notifications=True) as pilot:
        for _ in range(3):
            app.notify("refused")
        await pilot.pause()
        assert len(app.screen.query(Toast)) == 1
        app.clear_notifications()
        app.notify("refused")
        await pilot.pause()
        await pilot.pause(0.02)
        assert len(app.screen.query(Toast)) == 1
