"""What Textual works out for every app again is worked out once for all tests of a process: a fifth of an app test.

A person starts one app in a process and gains nothing by it. Each function here gives what Textual's own gives:
`test_quick_textual.py` holds the one that is written out again against Textual's.

An app without a terminal draws its pictures for nobody, which is another fifth. Here each screen is drawn when it
is left: that finds what cannot be drawn, as before. What a test reads of a widget is drawn when it is read. Every
picture on the way is drawn in the tests that have a terminal.
"""

import asyncio
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from textual import _callback
from textual._compositor import Compositor
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

Handler = Callable[[Message], Any]
handlers_of = MessagePump._get_dispatch_methods
"""Textual's own."""
_count_parameters = _callback._count_parameters
_parse_rules = Stylesheet._parse_rules
_wait_for_screen = Pilot._wait_for_screen
_render_update = Compositor.render_update
_TURNS = 30
"""Turns of the event loop in which most of what a key starts is done."""

_counts: dict[tuple[object, bool], int] = {}
_rules: dict[tuple[object, ...], list[Any]] = {}
_plans: dict[tuple[type, str, type], list[tuple[type, Any]] | None] = {}


@wraps(_count_parameters)
def count_parameters(callback: Any) -> int:
    """Looks at a function once, and not again for each method that is bound to it."""
    code = getattr(callback, "__code__", None)
    if code is None or hasattr(callback, "__wrapped__"):
        return _count_parameters(callback)
    key = code, hasattr(callback, "__self__")
    if key not in _counts:
        _counts[key] = _count_parameters(callback)
    return _counts[key]


@wraps(_parse_rules)
def parse_rules(stylesheet: Stylesheet, *arguments: Any, **named: Any) -> list[Any]:
    """Parses the styles of a class once for each theme."""
    key = arguments, tuple(named.items()), tuple(stylesheet._variables.items())
    if key not in _rules:
        _rules[key] = _parse_rules(stylesheet, *arguments, **named)
    return _rules[key]


@wraps(handlers_of)
def quick_handlers_of(pump: MessagePump, method_name: str, message: Message) -> Iterable[tuple[type, Handler]]:
    """Looks once for the classes that take a kind of message."""
    kind = pump.__class__
    key = kind, method_name, message.__class__
    if key not in _plans:
        _plans[key] = _plan(kind, method_name, message)
    plan = _plans[key]
    if plan is None:
        yield from handlers_of(pump, method_name, message)
        return
    for owner, method in plan:
        if message._no_default_action:
            break
        yield owner, method.__get__(pump, owner)


def _plan(kind: type, method_name: str, message: Message) -> list[tuple[type, Any]] | None:
    """The handlers by name, in their order; None where one is decorated, for a selector says who takes a message."""
    plan = []
    for owner in kind.__mro__:
        decorated = owner.__dict__.get("_decorated_handlers", {})
        if any(each in decorated for each in message.__class__.__mro__):
            return None
        method = owner.__dict__.get(f"_{method_name}") or owner.__dict__.get(method_name)
        if method is not None and not getattr(method, "_textual_on", None):
            plan.append((owner, method))
    return plan


def is_idle(pump: MessagePump) -> bool:
    """Whether it waits for its next message, so that every message before is done with."""
    queue = pump._message_queue
    return queue.empty() and any(not each.done() for each in queue.ready_event._waiters)


@wraps(_wait_for_screen)
async def wait_for_screen(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    """Looks whether all widgets wait for a message, before it sends each of them one to hear of it."""
    for _ in range(_TURNS):
        app = pilot.app
        if app._exception_event.is_set() or not app.screen_stack:
            break
        if is_idle(app) and all(map(is_idle, app.screen.walk_children(with_self=True))):
            return True
        await asyncio.sleep(0)
    return await _wait_for_screen(pilot, timeout)


@wraps(_render_update)
def render_update(compositor: Compositor, *arguments: Any, **named: Any) -> Any:
    """Draws what has changed only for a terminal, or where a picture of the whole screen is asked for."""
    app = compositor.root.app if compositor.root is not None else None
    if app is None or not app.is_headless or arguments or named.keys() - {"screen_stack"}:
        return _render_update(compositor, *arguments, **named)
    compositor.__dict__.setdefault("owed", set()).update(compositor._dirty_regions)
    compositor._dirty_regions.clear()
    return None


def draw_owed(screen: Screen[Any]) -> None:
    """Draws the picture of a screen that nobody has seen, if there is one."""
    compositor, app = screen._compositor, screen.app
    owed = compositor.__dict__.pop("owed", None)
    if not owed:
        return
    compositor._dirty_regions.update(owed)
    try:
        _render_update(compositor, screen_stack=app._background_screens)
    except Exception as error:  # as Textual does with what a drawing raises
        app._handle_exception(error)


def draws_before(way: Callable[..., Any]) -> Callable[..., Any]:
    """A way of the app to leave a screen, before which that is drawn."""

    @wraps(way)
    def draw_and_leave(app: App[Any], *arguments: Any, **named: Any) -> Any:
        if app.is_headless and app._screen_stack:
            draw_owed(app.screen)
        return way(app, *arguments, **named)

    return draw_and_leave


def be_quick() -> None:
    """From now on, for the whole process."""
    if Pilot._wait_for_screen is wait_for_screen:
        return
    Pilot._wait_for_screen = wait_for_screen  # type: ignore[method-assign]
    Compositor.render_update = render_update  # type: ignore[method-assign]
    for way in (App.push_screen, App.pop_screen, App._shutdown):
        setattr(App, way.__name__, draws_before(way))
    _callback._count_parameters = count_parameters
    Stylesheet._parse_rules = parse_rules  # type: ignore[method-assign]
    MessagePump._get_dispatch_methods = quick_handlers_of  # type: ignore[assignment, method-assign]
