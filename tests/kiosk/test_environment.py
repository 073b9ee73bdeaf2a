"""What of an environment a visit may have."""

import pytest

from nntui.kiosk.environment import cleared, is_cleared

HOME = "/srv/playground"
POISON = {
    "LD_PRELOAD": "/tmp/evil.so",
    "LD_LIBRARY_PATH": "/tmp",
    "PYTHONPATH": "/tmp",
    "PYTHONSTARTUP": "/tmp/evil.py",
    "PYTHONINSPECT": "1",
    "TEXTUAL": "devtools,debug",
    "TEXTUAL_LOG": "/tmp/log",
    "TEXTUAL_DRIVER": "evil:Driver",
    "SSH_ORIGINAL_COMMAND": "bash",
    "SSH_AUTH_SOCK": "/tmp/agent",
    "SSH_TTY": "/dev/pts/0",
    "XDG_STATE_HOME": "/tmp",
    "XDG_CONFIG_HOME": "/tmp",
    "NNTUI_TERMINAL": "textual",
    "HOME": "/root",
    "PATH": "/tmp:/bin",
    "SHELL": "/bin/bash",
    "BROWSER": "/tmp/evil",
    "TZ": ":/etc/shadow",
    "GCONV_PATH": "/tmp",
    "LOCPATH": "/tmp",
    "LC_ALL": "../../tmp/evil",
    "LANG": "pt_BR\x1b]0;evil\x07",
    "LANGUAGE": "/tmp/evil",
    "TERM": "xterm\x1b[2J",
    "COLORTERM": "$(reboot)",
    "NO_COLOR": "\x1b[2J",
    "SSH_CONNECTION": "1.2.3.4 1\n5",
    "OMP_NUM_THREADS": "all",
    "lang": "C",
}


@pytest.mark.parametrize("name", POISON)
def test_what_opens_doors_is_dropped(name):
    assert cleared({name: POISON[name]}, HOME, is_web=True) == {"HOME": HOME}


def test_what_a_terminal_and_a_language_need_is_kept():
    needed = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TERM_PROGRAM": "Apple_Terminal",
        "LANG": "pt_BR.UTF-8",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "pt_BR:en",
        "NO_COLOR": "1",
        "SSH_CONNECTION": "fe80::1%eth0 50000 192.0.2.1 22",
        "OMP_NUM_THREADS": "1",
    }
    assert cleared(needed, HOME, is_web=False) == needed | {"HOME": HOME}


@pytest.mark.parametrize(("columns", "is_kept"), [("120", True), ("99999999", False), ("-1", False), ("0", False)])
def test_a_browser_says_its_size_and_a_terminal_is_asked(columns, is_kept):
    size = {"COLUMNS": columns, "ROWS": "40"}
    assert ("COLUMNS" in cleared(size, HOME, is_web=True)) == is_kept
    assert cleared(size, HOME, is_web=False) == {"HOME": HOME}


def test_only_an_environment_without_anything_else_is_cleared():
    clear = {"TERM": "xterm", "HOME": HOME}
    assert is_cleared(clear, HOME, is_web=False)
    assert not is_cleared(clear | {"FOO": "1"}, HOME, is_web=False)
    assert not is_cleared(clear | {"HOME": "/root"}, HOME, is_web=False)
    assert not is_cleared(clear | {"COLUMNS": "80"}, HOME, is_web=False)
