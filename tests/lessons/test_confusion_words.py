"""The confusion matrix and the regions of three classes and more in sentences."""

import numpy as np

from nntui.experiment.experiment import Experiment
from nntui.lessons.confusion_words import confusion_in_words
from nntui.lessons.in_words import state_in_words
from nntui.training.trainer import Trainer, sample_of
from tests.speaking import speaking

COUNTS = np.array([[4, 0, 1], [0, 0, 0], [2, 3, 9]])
NAMES = ("setosa", "versicolor", "virginica")


def test_each_class_with_points_has_a_sentence_with_the_most_frequent_mistake_first():
    assert confusion_in_words(COUNTS, NAMES, is_test=True) == (
        "Of 5 test points of setosa, 4 are right, 1 taken for virginica. "
        "Of 14 test points of virginica, 9 are right, 3 taken for versicolor, 2 taken for setosa."
    )
    assert confusion_in_words(np.eye(2, dtype=np.intp), ("−1", "+1"), is_test=False) == (
        "Of 1 training point of −1, 1 is right. Of 1 training point of +1, 1 is right."
    )


def test_of_one_point_nothing_is_plural():
    assert confusion_in_words(np.array([[0, 1], [2, 0]]), ("a", "b"), is_test=True) == (
        "Of 1 test point of a, it is not right, 1 taken for b. Of 2 test points of b, none is right, 2 taken for a."
    )


def test_in_portuguese():
    with speaking("pt_BR"):
        assert confusion_in_words(np.array([[0, 1]]), ("a", "b"), is_test=True) == (
            "De 1 ponto de teste de a, ele não está certo, 1 tomado por b."
        )
        assert confusion_in_words(COUNTS[:1, :1], NAMES, is_test=True) == (
            "De 4 pontos de teste de setosa, 4 estão certos."
        )


def test_the_state_of_three_classes_names_them_by_their_numbers():
    experiment = Experiment(seed="0.5", dataset="blobs", classes=3)
    trainer = Trainer(experiment)
    for _ in range(30):
        trainer.train_epoch()
    snapshot, sample = trainer.snapshot(), sample_of(experiment)
    progress, regions, confusion, _settings = state_in_words(snapshot, sample).split("\n")
    assert progress.startswith("Epoch 30.")
    test = sample.labels[sample.train_size :]
    for index in range(3):
        assert f"Of {(test == index).sum()} test points of class {index + 1}, " in confusion
        assert f"1 region of class {index + 1}, around (" in regions
    assert regions.startswith("The classes share the square: ")
