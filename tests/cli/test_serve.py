"""`nntui serve`: what it refuses, in sentences, and how it starts the playground of a visitor."""

import socket
import sys

import pytest

from nntui.cli.commands import serve
from nntui.kiosk.environment import is_cleared
from nntui.kiosk.restart import folders_in


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--port", "65536"], "--port: 65536 is not allowed; allowed is a whole number from 0 to 65535"),
        (["--port", "http"], "--port: http is not allowed"),
        (["--port", "-1"], "--port: -1 is not allowed"),
        (["--visitors", "0"], "--visitors: 0 is not allowed; allowed is a whole number from 1 to 500"),
        (["--idle-minutes", "x"], "--idle-minutes: x is not allowed"),
        (["--host", ""], "--host needs a name or an address"),
        (["--name", "a.example:80"], "--name: a.example:80 is not allowed; allowed is a name such as "),
        (["--name", ""], "--name: '' is not allowed"),
        (["--kiosk", "/no/such/folder"], "--kiosk: /no/such/folder is not a folder"),
        (["--host", "no such host"], "cannot listen on 'no such host', port 8000: "),
        (["--lessons", "mine"], "--lessons names a folder in that of --kiosk, which is missing"),
        (["--kiosk", ".", "--lessons", "no such"], "--lessons: there is no folder 'no such' in ."),
        (["--kiosk", ".", "--lessons", ".."], "--lessons: there is no folder .. in ."),
        (["somebody"], "somebody is one argument too many"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(call, unknown_host, words, sentence):
    output = call("serve", *words)
    assert (output.code, output.out) == (2, "")
    assert output.err.startswith(f"nntui: {sentence}")
    assert output.err.count("\n") == 1


def test_lessons_of_one_s_own_are_handed_to_each_visitor(call, monkeypatch, tmp_path):
    (tmp_path / "lessons").mkdir()
    served = []
    monkeypatch.setattr(serve, "_serve", lambda *arguments: served.append(arguments[-1]) or 0)
    assert call("serve", "--kiosk", str(tmp_path), "--lessons", "lessons").code == 0
    command = served[0].command("en", "#tutorial=mine")
    assert command[command.index("--lessons") + 1] == "lessons"
    assert command[-2:] == ["--", "#tutorial=mine"]


def test_a_port_in_use_is_told(call):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        output = call("serve", "--port", str(port))
    assert output.code == 2
    assert f"cannot listen on 127.0.0.1, port {port}: " in output.err
    assert "in use" in output.err


def test_the_missing_extra_is_named(call, monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    assert "pip install 'nntui[serve]'" in call("serve").err


def test_a_folder_that_was_made_for_it_is_gone_in_the_end(call, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert call("serve", "--host", "x" * 300).code == 2
    assert not list(tmp_path.iterdir())


def test_a_visitor_is_in_a_kiosk_from_the_start(tmp_path):
    playground = serve._Playground(str(tmp_path), ("--idle-minutes", "5"))
    command = playground.command("pt_BR", "#dataset=xor")
    assert command[:4] == [sys.executable, "-I", "-B", "-m"]
    assert folders_in(command[5:]) == [str(tmp_path)]
    assert command[-2:] == ["--", "#dataset=xor"]
    assert "--web" in command
    assert is_cleared(playground.environment(), str(tmp_path), is_web=True)
    assert playground.command("en", "")[-1] == "5"


@pytest.mark.parametrize(("host", "is_warned"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_to_listen_at_all_addresses_is_warned_of(call, monkeypatch, host, is_warned):
    async def answer(offer, host, port, on_ready):
        on_ready("http://here:1/")

    monkeypatch.setattr("nntui.web.server.serve", answer)
    output = call("serve", "--host", host, "--visitors", "3")
    assert output.code == 0
    assert output.out == "The playground is at http://here:1/ for up to 3 visitors at once; ctrl+c ends it\n"
    assert ("there is no password" in output.err) == is_warned
