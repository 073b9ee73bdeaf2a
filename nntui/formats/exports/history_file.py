"""The losses over the epochs, as comma-separated values."""

from nntui.formats.exports.trained import finite
from nntui.training.snapshot import Snapshot


def write(snapshot: Snapshot) -> bytes:
    """A line for each epoch that is kept, and one for the last if it is not; at full precision, blank if not finite."""
    history = snapshot.history
    rows = list(zip(history.epochs.tolist(), history.train.tolist(), history.test.tolist(), strict=True))
    if not rows or rows[-1][0] < snapshot.epoch:
        rows.append((snapshot.epoch, snapshot.train_loss, snapshot.test_loss))
    lines = [
        "epoch,train_loss,test_loss",
        *(f"{epoch},{_number(train)},{_number(test)}" for epoch, train, test in rows),
    ]
    return "\n".join(lines).encode() + b"\n"


def _number(loss: float) -> str:
    return "" if finite(loss) is None else repr(float(loss))
