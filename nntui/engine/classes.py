"""Classes as labels, as numbers from 0, and as what a network answers.

Of two classes the labels are −1 and +1 and there is one output, whose sign names the class; 0 counts as positive. Of
three and more the labels are 0, 1, 2 and so on, and each class has an output of its own; the greatest one wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.engine.deferred import np

if TYPE_CHECKING:
    from nntui.engine.arrays import BoolArray, FloatArray, IntArray


def class_indices(labels: FloatArray, class_count: int) -> IntArray:
    """The number of each label's class.

    Args:
        labels: float64, any shape: −1 or +1 of two classes, 0 to K − 1 of more.
        class_count: K, two or more.

    Returns:
        intp, of the same shape, 0 to K − 1.
    """
    if class_count == 2:
        return (labels >= 0).astype(np.intp)
    return np.rint(labels).astype(np.intp)


def labels_of(indices: IntArray, class_count: int) -> FloatArray:
    """The label of each class, the inverse of `class_indices`.

    Args:
        indices: intp, any shape, 0 to K − 1.
        class_count: K, two or more.

    Returns:
        float64, of the same shape.
    """
    numbers = np.asarray(indices, dtype=np.float64)
    return 2 * numbers - 1 if class_count == 2 else numbers


def winners(outputs: FloatArray, class_count: int) -> IntArray:
    """The class that a network answers for each point; the first one of equals, the second class where one of two
    outputs 0.

    Args:
        outputs: float64, shape (n,) or (1, n) of two classes, (K, n) of more.
        class_count: K, two or more.

    Returns:
        intp, shape (n,), 0 to K − 1.

    Raises:
        ValueError: There is not one row of outputs for each class.
    """
    rows = np.atleast_2d(outputs)
    if len(rows) != (1 if class_count == 2 else class_count):
        raise ValueError(f"outputs of shape {outputs.shape} for {class_count} classes")
    if class_count == 2:
        return class_indices(rows[0], 2)
    best: IntArray = np.argmax(rows, axis=0)
    return best


def is_right(outputs: FloatArray, labels: FloatArray, class_count: int) -> BoolArray:
    """Whether the answer for each point is its class.

    Args:
        outputs: As for `winners`.
        labels: float64, shape (n,), as for `class_indices`.
        class_count: K, two or more.

    Returns:
        bool, shape (n,).
    """
    right: BoolArray = winners(outputs, class_count) == class_indices(labels, class_count)
    return right


def confusion(outputs: FloatArray, labels: FloatArray, class_count: int) -> IntArray:
    """How many points of each class are taken for each class.

    Args:
        outputs: As for `winners`.
        labels: float64, shape (n,), as for `class_indices`.
        class_count: K, two or more.

    Returns:
        intp, shape (K, K): a row for each true class, a column for each answer. The sum is n.
    """
    cells = class_indices(labels, class_count) * class_count + winners(outputs, class_count)
    return np.bincount(cells, minlength=class_count**2).reshape(class_count, class_count).astype(np.intp)
