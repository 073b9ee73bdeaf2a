"""Classes: from labels to numbers and back, which one an output names, and what is taken for what."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.classes import class_indices, confusion, is_right, labels_of, winners


@pytest.mark.parametrize(
    ("count", "labels"), [(2, [-1.0, 1.0]), (3, [0.0, 1.0, 2.0]), (6, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0])]
)
def test_labels_and_numbers(count, labels):
    indices = class_indices(np.array(labels), count)
    assert indices.tolist() == list(range(count))
    assert indices.dtype == np.intp
    back = labels_of(indices, count)
    assert back.tolist() == labels
    assert back.dtype == np.float64


def test_one_of_two_outputs_names_the_class_by_its_sign_and_0_is_positive():
    outputs = np.array([-0.9, -1e-9, 0.0, 0.4])
    for shaped in (outputs, outputs[None]):
        assert winners(shaped, 2).tolist() == [0, 0, 1, 1]
        assert winners(shaped, 2).dtype == np.intp


def test_the_greatest_of_several_outputs_wins_and_of_equals_the_first():
    outputs = np.array([[0.2, 0.1, 0.4], [0.5, 0.1, 0.4], [0.3, 0.8, 0.2]])
    assert winners(outputs, 3).tolist() == [1, 2, 0]
    assert winners(outputs, 3).dtype == np.intp


@pytest.mark.parametrize(("shape", "count"), [((2, 5), 2), ((1, 5), 3), ((5,), 3), ((4, 5), 3)])
def test_outputs_that_are_not_of_so_many_classes_are_refused(shape, count):
    with pytest.raises(ValueError, match=f"for {count} classes"):
        winners(np.zeros(shape), count)


@given(st.integers(2, 6).flatmap(lambda k: st.tuples(st.just(k), st.lists(st.tuples(*[st.integers(0, k - 1)] * 2)))))
def test_every_point_is_counted_once_in_the_row_of_its_class(case):
    count, pairs = case
    truth, answers = (np.array([pair[at] for pair in pairs], dtype=np.intp) for at in (0, 1))
    labels = labels_of(truth, count)
    outputs = labels_of(answers, 2) * 0.3 if count == 2 else np.eye(count)[:, answers]
    table = confusion(outputs, labels, count)
    assert table.shape == (count, count)
    assert table.dtype == np.intp
    assert table.tolist() == [[pairs.count((row, column)) for column in range(count)] for row in range(count)]
    right = is_right(outputs, labels, count)
    assert right.tolist() == [a == b for a, b in pairs]
    assert np.trace(table) == right.sum()
