"""The trained network as code and data to take away. To add a kind, write a module and add an entry to `EXPORTS`."""

from collections.abc import Callable
from dataclasses import dataclass

from nntui.formats.exports import history_file, json_file, keras_file, onnx_file, python_file, pytorch_file
from nntui.formats.exports.trained import ExportError
from nntui.training.snapshot import Snapshot

__all__ = ["EXPORTS", "Export", "ExportError"]


@dataclass(frozen=True)
class Export:
    """One kind of file that a trained network can be taken away as.

    Attributes:
        name: On the command line.
        label: On the screen.
        suffix: What the name of such a file ends with, dot included.
        help: What it is good for, in a line.
        write: The content of the file for a frame; text is UTF-8. Raises `ExportError` if it cannot be written.
    """

    name: str
    label: str
    suffix: str
    help: str
    write: Callable[[Snapshot], bytes]


EXPORTS: dict[str, Export] = {
    export.name: export
    for export in (
        Export("python", "Python", ".py", "a program to read and run, which needs NumPy alone", python_file.write),
        Export("pytorch", "PyTorch", ".py", "a program with the network as a torch.nn.Module", pytorch_file.write),
        Export("keras", "Keras", ".py", "a program with the network as a Keras 3 model", keras_file.write),
        Export("onnx", "ONNX", ".onnx", "the network as a graph, for ONNX Runtime and others", onnx_file.write),
        Export("json", "JSON", ".json", "the network and its experiment as plain numbers and words", json_file.write),
        Export("history", "History", ".csv", "the losses over the epochs, for a spreadsheet", history_file.write),
    )
}
"""In the order in which they are offered."""
