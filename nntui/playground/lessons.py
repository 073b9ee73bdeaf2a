"""Commands of lessons: the list, the menu, the next task and the one before, hints and answers."""

from nntui.dialogs.questions import ChooseLesson, ChooseOne, LessonEntry, Offer, ShowOpening
from nntui.drawing.numbers import general
from nntui.language import _, current
from nntui.lessons.answers import AnswerError
from nntui.lessons.course import Course
from nntui.lessons.lesson import Lesson
from nntui.lessons.shelf import in_base_language
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.playground.lesson_desk import LessonDesk, desk_of


def show(at: Playground) -> None:
    """The menu of the lesson that is on; else the list of lessons."""
    course = desk_of(at).course_now()
    if course is None:
        show_list(at)
    else:
        _show_menu(at, course)


def show_list(at: Playground) -> None:
    """The list of lessons; begins the one that is chosen."""
    desk = desk_of(at)
    shelf = desk.read_again()
    course = desk.course_now()
    here = None if course is None else course.lesson.id
    entries = tuple(_entry(desk, lesson, number, here) for number, lesson in enumerate(shelf.lessons, start=1))

    def take(answer: str | None) -> None:
        lesson = next((each for each in shelf.lessons if each.id == answer), None)
        if lesson is not None and lesson.id != here:
            begin(at, lesson)

    at.screen.ask(ChooseLesson(entries, (*shelf.faults, *shelf.notes)), take)


def _entry(desk: LessonDesk, lesson: Lesson, number: int, here: str | None) -> LessonEntry:
    done, record = desk.progress.of(lesson.id), desk.progress.record(lesson.id)
    remarks = [in_base_language(lesson, current())]
    if record is not None:
        remarks.append(_("your record: {number} parameters").format(number=general(record)))
    return LessonEntry(
        answer=lesson.id,
        title=f"{number:>2} {lesson.title_in(current())}",
        minutes=lesson.minutes,
        marks=tuple(task.id in done and done[task.id].has_passed for task in lesson.tasks),
        is_on=lesson.id == here,
        remark=" · ".join(filter(None, remarks)),
    )


def begin(at: Playground, lesson: Lesson) -> None:
    """Opens a lesson: one step for undo."""
    at.screen.clear_messages()
    desk_of(at).begin(lesson)
    _arrive(at)


def begin_named(at: Playground, name: str) -> bool:
    """Begins the lesson of an id, if it is at hand; whether it does."""
    lesson = next((each for each in desk_of(at).shelf.lessons if each.id == name), None)
    if lesson is not None:
        begin(at, lesson)
    return lesson is not None


def _arrive(at: Playground) -> None:
    """After a step: what it leads to is kept and shown."""
    desk = desk_of(at)
    desk.changed()
    show_opening(at)


def show_opening(at: Playground) -> None:
    """Shows the card of a lesson that has just been opened; Enter, the space bar and Escape go on."""
    desk = desk_of(at)
    course = desk.course_now()
    if course is not None and course.state.is_opening:

        def closed(_answer: None) -> None:
            desk.is_opening_read = False
            if course.state.is_opening and desk.course is course:
                course.next()
                desk.changed()

        desk.is_opening_read = True
        at.screen.ask(_opening(at, course), closed)


def _opening(at: Playground, course: Course) -> ShowOpening:
    lesson, language = course.lesson, current()
    title = f"{desk_of(at).number_of(lesson.id)} {lesson.title_in(language)}".strip()
    below = _("{tasks} tasks, about {minutes} minutes. {next} goes on, {hint} gives a hint, {menu} is the menu.")
    keys = at.screen.keys
    words = below.format(
        tasks=len(lesson.tasks),
        minutes=lesson.minutes,
        next=keys["next-task"],
        hint=keys["hint"],
        menu=keys["lessons"],
    )
    untranslated = in_base_language(lesson, language)
    text = lesson.opening_in(language).fill(course.now, keys)
    return ShowOpening(title, text, " ".join(filter(None, (words, untranslated))))


def _show_menu(at: Playground, course: Course) -> None:
    desk, is_over = desk_of(at), course.state.is_over
    offers = [Offer("answer", _("Answer"), _("the question of this task"))] if desk.is_asking else []
    if course.hints.has_another or course.can_do:
        offers.append(
            Offer("hint", _("A hint"), "") if course.hints.has_another else Offer("hint", _("Do it for me"), "")
        )
    if desk.has_next:
        goes_on = _("begins") if is_over else _("this one is skipped if it has not passed")
        offers.append(Offer("next", _("Next lesson") if is_over else _("Next task"), goes_on))
    if not is_over:
        what = _("with what it began with") if course.can_restart_task else _("from epoch 0, where this part begins")
        offers.append(Offer("task", _("This task again"), what))
    offers += [
        Offer("opening", _("The opening again"), _("what the lesson is about")),
        Offer("lesson", _("The lesson again"), _("from its beginning; what has passed stays noted")),
        Offer("forget", _("Forget the lesson"), _("and begin it again with nothing passed")),
        Offer("list", _("Another lesson…"), _("you can continue this one later")),
        Offer("keep", _("Leave, keep this"), _("the network stays as it is")),
    ]
    before = course.stage.before
    if before is not None:
        offers.append(Offer("back", _("Leave, go back"), _("to {work}").format(work=presenter.work_name(before[0]))))

    def take(answer: str | None) -> None:
        _do(at, course, answer or "")

    title = f"{desk.number_of(course.lesson.id)} {course.lesson.title_in(current())}".strip()
    at.screen.ask(ChooseOne(title, tuple(offers)), take)


def _do(at: Playground, course: Course, answer: str) -> None:
    """What the menu offers."""
    if answer == "answer":
        at.screen.focus_lesson()
    elif answer == "next":
        next_task(at)
    elif answer == "hint":
        hint(at)
    elif answer == "opening":
        at.screen.ask(_opening(at, course))
    elif answer == "list":
        show_list(at)
    elif answer in ("keep", "back"):
        desk_of(at).leave(keeps=answer == "keep")
        at.notify(_("The lesson is left; {key} continues it").format(key=at.screen.keys["lessons"]), timeout=4)
    elif answer:
        steps = {"task": course.restart_task, "lesson": course.restart_lesson, "forget": course.forget}
        steps[answer]()
        _arrive(at)


def _course(at: Playground) -> Course | None:
    """The lesson that is on; without one, a sentence says so."""
    course = desk_of(at).course_now()
    if course is None:
        at.notify(_("No lesson is on: {key} lists them").format(key=at.screen.keys["lessons"]), timeout=4)
    return course


def next_task(at: Playground) -> None:
    """Goes on to the next task; one that has not passed is skipped."""
    course = _course(at)
    if course is None:
        return
    at.screen.clear_messages()
    if not course.state.is_over:
        course.next()
        player, goes_on = at.session.player, course.task.setup is None
        if player.playing and goes_on and not (course.is_passed or course.state.is_over):
            player.pause()  # or it would have passed before its question is read
        _arrive(at)
        return
    lesson = desk_of(at).next_lesson
    if lesson is None:
        at.notify(_("That was the last lesson: {key} lists them all").format(key=at.screen.keys["lessons"]), timeout=4)
    else:
        begin(at, lesson)


def previous_task(at: Playground) -> None:
    """Goes back to the task before."""
    course = _course(at)
    if course is not None:
        at.screen.clear_messages()
        course.back()
        _arrive(at)


def hint(at: Playground) -> None:
    """One hint more; at the end the solution is carried out."""
    course = _course(at)
    if course is None:
        return
    if course.hint():
        desk_of(at).changed()
    elif course.can_do:
        course.do_it()
        desk_of(at).changed()
    elif course.is_passed or course.state.is_over:
        at.notify(_("It has passed: {key} goes on").format(key=at.screen.keys["next-task"]), timeout=4)
    elif not course.is_doing:
        at.notify(_("There is no other hint"), timeout=4)


def answer(at: Playground, text: str) -> None:
    """Answers the question of the task.

    Args:
        at: The playground.
        text: The number of a choice, from 1, or the number that is asked for.
    """
    course = _course(at)
    if course is None:
        return
    try:
        course.answer(text)
    except AnswerError as error:
        at.refuse(str(error))
        return
    desk_of(at).changed()
