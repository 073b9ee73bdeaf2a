"""The lesson that is on, between the session and the strip. Loaded when there is a lesson to show."""

from collections.abc import Mapping
from dataclasses import replace

from nntui.drawing.lesson_strip import StripView
from nntui.language import _, current
from nntui.lessons.course import Course
from nntui.lessons.course_state import CourseStateError, read_course_state
from nntui.lessons.errors import LessonError
from nntui.lessons.lesson import Lesson
from nntui.lessons.presenting import view_of
from nntui.lessons.progress import Progress, progress_in
from nntui.lessons.shelf import Shelf, read_shelf
from nntui.lessons.stage import Stage
from nntui.playground.context import Playground
from nntui.playground.lesson_texts import lesson_of_texts, texts_of
from nntui.playground.lesson_view import strip_view
from nntui.session.lesson_place import LessonPlace
from nntui.session.notice import Notice
from nntui.session.undo import Moment


class LessonDesk:
    """Keeps the course of the lesson that the session says is on, and notes how far it is there.

    Args:
        at: The playground.

    Attributes:
        course: The lesson that is being taken; None for none.
        progress: What has passed, kept between starts.
        is_opening_read: Whether a dialog shows the opening of the lesson, so that the strip need not.
    """

    def __init__(self, at: Playground) -> None:
        self._at = at
        self._shelf: Shelf | None = None
        self._place: LessonPlace | None = None
        self._left: dict[str, tuple[Course, Moment, float]] = {}
        self._asked: tuple[str, str] | None = None
        self._keys: tuple[str, Mapping[str, str]] | None = None
        self.course: Course | None = None
        self.is_opening_read = False
        path = None if at.lesson_folders.state is None else progress_in(at.lesson_folders.state)
        self.progress = Progress(path, self._complain)

    def _complain(self, sentence: str) -> None:
        self._at.session.player.notify(Notice(sentence, failed=True))

    def close(self) -> None:
        """Waits until all is written."""
        self.progress.close()

    @property
    def shelf(self) -> Shelf:
        """The lessons at hand, as they were when they were first asked for."""
        if self._shelf is None:
            self._shelf = read_shelf(self._at.lesson_folders.own)
        return self._shelf

    def read_again(self) -> Shelf:
        """The lessons as their files are now, for a teacher who is writing one; ours do not change."""
        if self._at.lesson_folders.own is not None:
            self._shelf = None
        return self.shelf

    @property
    def keys(self) -> Mapping[str, str]:
        """From the id of every action to its key as it is shown in the language in use."""
        if self._keys is None or self._keys[0] != current():
            self._keys = current(), self._at.screen.keys
        return self._keys[1]

    def number_of(self, lesson: str) -> str:
        """The number of a lesson in the list; "" where it is not at hand."""
        places = {each.id: str(number) for number, each in enumerate(self.shelf.lessons, start=1)}
        return places.get(lesson, "")

    @property
    def next_lesson(self) -> Lesson | None:
        """The lesson behind the one that is on; None behind the last, and where that is not in the list."""
        lessons = self.shelf.lessons
        ids = [each.id for each in lessons]
        if self.course is None or self.course.lesson.id not in ids:
            return None
        place = ids.index(self.course.lesson.id) + 1
        return lessons[place] if place < len(lessons) else None

    @property
    def has_next(self) -> bool:
        """Whether it goes on: to another task, to the end, or from there to the next lesson."""
        return self.course is not None and (not self.course.state.is_over or self.next_lesson is not None)

    # Looking

    def observe(self, shown_layer: int | None, *, has_digits: bool = True) -> StripView | None:
        """Looks at the newest state, and says what the strip shows; None without a lesson.

        Args:
            shown_layer: The layer of the neuron that fills the Output panel; None for no neuron.
            has_digits: Whether digits answer; what has the focus may keep them.
        """
        course = self.course_now()
        if course is None:
            return None
        course.observe(shown_layer)
        self._note(course)
        keys, following = self.keys, self.next_lesson
        view = strip_view(
            view_of(course, keys),
            self.number_of(course.lesson.id),
            keys,
            is_asking=self.is_asking,
            has_digits=has_digits,
            following="" if following is None else following.title_in(current()),
        )
        return replace(view, text="", keys=()) if course.state.is_opening and self.is_opening_read else view

    @property
    def is_asking(self) -> bool:
        """Whether the task's question is still to be answered: a prediction only before it is seen what happens."""
        course = self.course
        if course is None or course.task.question is None or course.is_passed or course.is_doing:
            return False
        if course.state.is_opening or course.state.is_over:
            return False
        return not course.task.checks or not (course.task_state.answer or course.has_trained)

    def takes_focus(self) -> bool:
        """Whether a question has come up that has not had the focus yet; once for each time that it is asked."""
        if self.course is None or not self.is_asking:
            self._asked = None
            return False
        asked = self.course.lesson.id, self.course.state.task
        is_new, self._asked = asked != self._asked, asked
        return is_new

    def course_now(self) -> Course | None:
        """The course of the lesson that the session says is on: after an undo or an opening it is another."""
        place = self._at.session.lesson
        if place is None:
            self.course = self._place = None
        elif place is not self._place:
            before, self.course = self.course, self._taken_up(place)
            if self.course is not None and before is not None and before.lesson.id == self.course.lesson.id:
                self.course.beginnings = before.beginnings
            self._place = place
            if self.course is None:
                self._at.session.keep_lesson(None)
        return self.course

    def _taken_up(self, place: LessonPlace) -> Course | None:
        """The course from what has been kept of it; None where that cannot be used, which is said."""
        try:
            state = read_course_state(place.state)
            lesson = self._lesson_of(place)
        except (CourseStateError, LessonError, LookupError) as error:
            self._at.refuse(_("The lesson cannot be continued: {reason}").format(reason=error))
            return None
        return Course.resume(lesson, self._at.session, state, self.progress)

    def _lesson_of(self, place: LessonPlace) -> Lesson:
        """The lesson itself: as it travels with the work where that differs from what is at hand.

        Raises:
            LookupError: It is not at hand, and no text of it has come with the work.
            LessonError: That text is no lesson.
        """
        at_hand = next((each for each in self.shelf.lessons if each.id == place.lesson), None)
        if not place.texts or (at_hand is not None and texts_of(at_hand) == place.texts):
            return at_hand or self.shelf.lesson(place.lesson)
        return lesson_of_texts(place.lesson, place.texts)

    def _note(self, course: Course) -> None:
        """Keeps in the session how far the lesson is."""
        state = course.state.to_plain()
        before = self._place
        if before is not None and before.state == state:
            return
        is_other = before is None or before.lesson != course.lesson.id
        texts = texts_of(course.lesson) if before is None or is_other else before.texts
        self._place = LessonPlace(course.lesson.id, course.state.task, state, texts)
        self._at.session.keep_lesson(self._place)

    # Going

    def begin(self, lesson: Lesson) -> None:
        """Opens a lesson, or goes on with it where it was left in this program."""
        session, before = self._at.session, self.course_now()
        self._leave_it()
        if before is not None:
            session.hide(before.stage.extras(()))
        left = self._left.pop(lesson.id, None)
        if left is not None:
            course, moment, speed = left
            course.stage = Stage(session, is_new=True)
            session.open(
                moment.snapshot.experiment, moment.snapshot, moment.link_extras, checkpoints=moment.checkpoints
            )
            session.player.set_speed(speed)
        else:
            course = Course.begin(lesson, session, self.progress)
        if before is not None:
            course.stage.before = before.stage.before  # that is what was there before any lesson
        self.course, self._place = course, None
        self._note(course)

    def changed(self) -> None:
        """The course was told to go somewhere: the session hears of it, and what the task hides is hidden."""
        course = self.course
        if course is not None:
            setup = course.task.setup
            extras = course.stage.extras(() if setup is None else setup.hide)
            if extras.pairs != self._at.session.link_extras.pairs:
                self._at.session.hide(extras)
            self._note(course)

    def leave(self, *, keeps: bool) -> None:
        """Leaves the lesson.

        Args:
            keeps: Whether the network stays as it is; if not, what was there before comes back.
        """
        course = self.course
        if course is None:
            return
        self._leave_it()
        if keeps:
            course.keep_this()
        else:
            course.back_to_what_was()
        self._at.session.keep_lesson(None)
        self.course = self._place = None

    def _leave_it(self) -> None:
        """Remembers the lesson that is on with its network, so that it can be gone on with."""
        session, course = self._at.session, self.course_now()
        if course is not None:
            course.stop_doing()
            moment = Moment(session.snapshot, session.link_extras, checkpoints=session.player.checkpoints)
            self._left[course.lesson.id] = course, moment, session.player.speed


def desk_of(at: Playground) -> LessonDesk:
    """The desk of a playground; it is made when it is first asked for."""
    if not isinstance(at.desk, LessonDesk):
        at.desk = LessonDesk(at)
    return at.desk
