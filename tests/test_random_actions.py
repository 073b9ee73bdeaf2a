"""Random actions on a pseudo-terminal, few and always the same; `python -m tests.random_actions` does thousands."""

from itertools import islice

from tests.random_actions import actions, run


def test_random_actions_end_nothing_and_it_still_hears(tmp_path):
    report = run(60, 21, tmp_path)
    assert report.faults == []
    assert report.done == 60
    assert len(report.memory) >= 1


def test_the_same_seed_has_the_same_actions():
    assert list(islice(actions(5), 300)) == list(islice(actions(5), 300))
    assert list(islice(actions(5), 300)) != list(islice(actions(6), 300))
