"""Small lesson files, for the tests of lessons."""

from pathlib import Path

from nntui.lessons.lesson import Lesson
from nntui.lessons.lesson_file import parse_lesson, read_lesson

FRONT = '+++\nid = "small"\ntitle = "Small"\nminutes = 2\nseed = "0.5"\n+++\nWhat is it about?\n'

TWO_TASKS = (
    FRONT
    + """
## Predict {#predict}
Now {epoch} of 10 epochs. What will happen? Press {key.play}.

```set
noise = 25
speed = 120
hide = ["noise", "sin-x"]
```
```ask
- it learns ! = Right, it does.
- it forgets = It never does.
```
```check
epoch >= 10
noise == 25   # the noise stays
```
```keep
first = test_loss
half = test_loss / 2
```
```wrong batch_size == 1
That is a small batch: {batch_size}.
```
```hint
Play.
```
```hint
Play for ten epochs.
```
```solution
train 12
```
```done
Test loss {first:.3f} at epoch {epoch}.
```

## Compare {#compare}
Get under {first:.3f} with fewer epochs.

```check
epoch < 10
test_loss < first
```
```hint
Smaller batches.
```
```solution
batch_size = 1
train 9
again 1
```
```mistake large
batch_size = 250
train 9
```
"""
)

TRANSLATION = """+++
title = "Pequena"
+++
Do que trata?

## Preveja {#predict}
Agora {epoch} de 10 épocas. O que vai acontecer?

```ask
- aprende = Certo.
- esquece = Nunca.
```
```check
epoch >= 10
noise == 25   # o ruído fica
```
```wrong
Um lote pequeno: {batch_size}.
```
```hint
Inicie.
```
```hint
Inicie por dez épocas.
```
```done
Perda de teste {first:.3f}.
```

## Compare {#compare}
Fique abaixo de {first:.3f} com menos épocas.

```hint
Lotes menores.
```
"""


def parsed(text: str) -> Lesson:
    """A lesson from text."""
    return parse_lesson("small.md", text.encode())


def written(folder: Path, text: str = TWO_TASKS, translation: str | None = TRANSLATION, name: str = "small") -> Lesson:
    """A lesson that has been written to a folder and read from there."""
    (folder / f"{name}.md").write_text(text, "utf-8")
    if translation is not None:
        (folder / f"{name}.pt_BR.md").write_text(translation, "utf-8")
    return read_lesson(folder / f"{name}.md")
