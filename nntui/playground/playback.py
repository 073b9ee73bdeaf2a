"""Playing and changing the experiment, as the person asks."""

from textual.screen import Screen

from nntui.engine.datasets import DATASETS
from nntui.experiment.experiment import SETTINGS
from nntui.playground.hiding import hideable
from nntui.session.link_extras import LinkExtras
from nntui.session.session import TrainingSession
from nntui.session.stopping import Goal


class Playing(Screen[None]):
    """The part of the playground that plays, changes what is learned and takes changes back."""

    _session: TrainingSession

    @property
    def link_extras(self) -> LinkExtras:
        """What the link asks for that the experiment came from."""
        return self._session.link_extras

    @hideable("playButton")
    def action_toggle_play(self) -> None:
        """Plays or pauses."""
        self._session.player.toggle()

    @hideable("stepButton")
    def action_step(self, epochs: int) -> None:
        """Trains some epochs."""
        self._session.player.step(epochs)

    @hideable("resetButton")
    def action_restart(self) -> None:
        """Back to the same first weights."""
        self._session.restart()

    @hideable("resetButton")
    def action_new_weights(self) -> None:
        """New first weights on the same data."""
        self._session.new_weights()

    def action_new_data(self) -> None:
        """New points from a new seed."""
        self._session.new_data()

    def action_change_speed(self, direction: int) -> None:
        """Faster or slower."""
        self._session.player.change_speed(direction)

    def action_undo(self) -> None:
        """Takes the last change back."""
        if self._session.can_undo:
            before = self._session.snapshot.epoch
            self._session.undo()
            epoch = self._session.snapshot.epoch
            if epoch < before:
                self.notify(f"Back at epoch {epoch:,}, as it was before that change; U goes forward", timeout=3)
        else:
            self.notify("There is nothing to undo")

    def action_redo(self) -> None:
        """Makes it again."""
        if self._session.can_redo:
            self._session.redo()
        else:
            self.notify("There is nothing to redo")

    @hideable("dataset")
    def action_choose_dataset(self, name: str) -> None:
        """Another data set, with its problem."""
        experiment, problems = self._session.experiment, DATASETS[name].problems
        problem = experiment.problem if experiment.problem in problems else problems[0]
        field = "dataset" if problem == "classification" else "regression_dataset"
        self._session.change(**{"problem": problem, field: name})

    def action_flip(self, name: str) -> None:
        """Switches a setting that is on or off."""
        if SETTINGS[name].link_name in self.link_extras.hidden:
            self.notify(f"{SETTINGS[name].label} is hidden, as the link asks: v shows it")
            return
        value = not getattr(self._session.experiment, name)
        self._session.change(**{name: value})
        if not self.query(f"#{name.replace('_', '-')}"):
            self.notify(f"{SETTINGS[name].label} is {SETTINGS[name].display(value)}")

    @hideable("playButton")
    def action_run_until(self) -> None:
        """Asks how far to train, and trains."""
        from nntui.dialogs.run_until import RunUntilScreen

        def run(goal: Goal | None) -> None:
            if goal is not None:
                self._session.player.run_until(goal)

        epoch = self._session.snapshot.epoch
        self.app.push_screen(RunUntilScreen((epoch // 100 + 1) * 100), run)
