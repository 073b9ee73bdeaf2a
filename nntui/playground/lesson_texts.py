"""The text of a lesson that travels with a piece of work, and the lesson from it: checked as any lesson's file is."""

from collections.abc import Mapping
from dataclasses import replace

from nntui.lessons.errors import LessonError
from nntui.lessons.lesson import Lesson, Translation
from nntui.lessons.lesson_file import parse_lesson, parse_translation


def texts_of(lesson: Lesson) -> Mapping[str, str]:
    """The content of a lesson's file by "", and of its translations by their languages; none where it has no file."""
    if lesson.path is None:
        return {}
    files = {"": lesson.path} | {code: lesson.path.with_suffix(f".{code}.md") for code in lesson.translations}
    try:
        return {code: path.read_text("utf-8-sig") for code, path in files.items()}
    except (OSError, ValueError):  # it was there when the lesson was read
        return {}


def lesson_of_texts(name: str, texts: Mapping[str, str]) -> Lesson:
    """The lesson of a file and its translations.

    Args:
        name: What it is called in messages.
        texts: The content of the file by "", and of its translations by their languages.

    Raises:
        LessonError: The lesson cannot be used; a translation that cannot is left out.
    """
    lesson = parse_lesson(f"{name}.md", texts.get("", "").encode())
    translations: dict[str, Translation] = {}
    faults: list[str] = []
    for language, text in texts.items():
        if not language:
            continue
        try:
            translations[language] = parse_translation(f"{name}.{language}.md", text.encode(), lesson, language)
        except LessonError as error:
            faults.append(str(error))
    return replace(lesson, translations=translations, faults=tuple(faults))
