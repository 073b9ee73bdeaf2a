"""Names from outside never reach the terminal raw, in the app as little as on the command line."""

from tests.pseudo_terminal import program

EVIL = "E\x1b]0;PWNED\x07\x1b[31m\u202e\x9b5mZ"
RAW = (b"PWNED\x07", b"\x1b]0;PWN", b"\x1b[31m\xe2\x80\xae", "\u202e".encode(), "\x9b".encode())


def test_no_name_of_a_file_a_folder_a_column_or_a_class_steers_the_terminal(tmp_path):
    rows = "".join(f"{number % 7},{number % 5},A{EVIL}{number % 2}\n" for number in range(40))
    folder = tmp_path / EVIL
    folder.mkdir()
    points = folder / f"{EVIL}.csv"
    points.write_text(f"x{EVIL},y{EVIL},label\n{rows}{EVIL},1,1\n")
    with program(tmp_path, str(points)) as it:
        it.sees("Please note")
        it.press("\x1b")
        it.until(lambda: "Please note" not in it.text, "the end of the notes")
        it.press("w")
        it.sees("Save")
        it.press("\x15")
        it.rest()
        it.press("none/x.nntui\r")
        it.sees("There is no folder")
        it.press("\x1b")
        it.until(lambda: "There is no folder" not in it.text, "the end of the dialog")
        it.press("\x0f")
        it.sees("Open")
        it.press(f"{folder}/none.csv\r")
        it.sees("There is no")
        it.press("\x1b")
        it.rest()
        it.press("\x1b[200~" + EVIL + "\x1b[201~")
        it.rest()
        assert [raw for raw in RAW if raw in it.written] == []
        it.press("\x03")
        assert it.end() == 0
    assert [raw for raw in RAW if raw in it.written] == []
