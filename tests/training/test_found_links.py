"""Links that were found in courses and papers: the losses of the web page, recorded up to epoch 300."""

import pytest

from nntui.formats.link_reader import read_link
from nntui.training.trainer import Trainer
from tests.data import read_found_links, read_json

LINKS = read_found_links()
LOSSES = read_json("links-losses.json")
CHAOTIC = {"simlab-A": 200, "overfit-67177": 100}
"""Deep networks of ReLU, and the last recorded epoch to which they agree: from there on rounding has grown."""


def test_every_link_has_its_losses() -> None:
    assert LINKS.keys() == LOSSES.keys()


@pytest.mark.parametrize("name", LINKS)
def test_a_found_link_has_the_losses_of_the_web_page(name: str) -> None:
    trainer = Trainer(read_link(LINKS[name]).experiment)
    for epoch, train_loss, test_loss in LOSSES[name]:
        if epoch > CHAOTIC.get(name, epoch):
            break
        while trainer.epoch < epoch:
            trainer.train_epoch()
        assert (trainer.train_loss, trainer.test_loss) == pytest.approx((train_loss, test_loss), rel=1e-12)
