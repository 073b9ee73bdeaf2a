"""`nntui link`: a link of the settings, with what a teacher has it hide."""

from nntui.experiment.experiment import Experiment
from nntui.formats.link_reader import read_link
from nntui.formats.link_writer import write_link
from nntui.session.link_extras import read_controls
from tests.cli.support import STATE, STATE_OPTIONS, WEB, assert_one_sentence


def test_the_link_of_the_options(call):
    output = call("link", *STATE_OPTIONS)
    assert (output.code, output.err) == (0, "")
    assert output.out == write_link(read_link(STATE).experiment).link + "\n"


def test_a_link_that_hides_and_begins_a_lesson(call):
    output = call("link", "--seed", "0.5", "--hide", "noise,batchSize,reset", "--tutorial", "two-layers")
    assert (output.code, output.err) == (0, "")
    reading = read_link(output.out)
    assert reading.experiment == Experiment(seed="0.5")
    assert reading.link_extras.hidden == set(read_controls("noise,batch-size,reset"))
    assert dict(reading.link_extras.pairs)["tutorial"] == "two-layers"


def test_what_a_given_link_hides_stays_until_something_else_is_asked_for(call):
    link = f"{WEB}#seed=0.5&noise_hide=true&tutorial=one"
    assert "noise_hide=true" in call("link", link).out
    shown = call("link", link, "--hide", "none").out
    assert "_hide" not in shown
    assert "tutorial=one" in shown
    output = call("link", link, "--hide", "x")
    assert "nntui: A feature that is hidden is off: X₁\n" in output.err
    assert read_link(output.out).experiment.features == ("y",)


def test_what_a_link_cannot_say_goes_to_standard_error(call, tmp_path):
    table = tmp_path / "points.csv"
    table.write_text("x,y,label\n1,2,a\n2,3,b\n")
    output = call("link", "--data", str(table))
    assert output.code == 0
    assert "Your own points are not in a link" in output.err
    assert len(output.out.splitlines()) == 1


def test_what_cannot_be_hidden_and_an_id_that_is_none_are_refused(call):
    for words in (("--hide", "noise,wombat"), ("--tutorial", "one two"), ("--tutorial", "")):
        output = call("link", *words)
        assert_one_sentence(output)
        assert output.err.startswith(f"nntui: {words[0]}: ")
    assert call("link", "--hide", "wombat").err.startswith("nntui: --hide: wombat is not allowed; allowed is play, ")
