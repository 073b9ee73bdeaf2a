"""Lets functions of the program fail on purpose. Python loads this by itself where this folder is on PYTHONPATH.

`FAULTS` has a line a fault, `MODULE:NAME[?TEXT][#N[+]]=WHAT[:MORE]`:

* NAME is a function or a method, such as `Trainer.train_epoch`.
* TEXT must be in the `repr` of an argument, as the name of a thread in that of `threading:Thread.start`.
* N is the call that fails, and with a plus every later one, too. All of them fail where N is left out.
* WHAT is an exception, with its text, or for an OSError its number, behind the colon; `plus` adds a number to what the
  function returns, as for a clock; `sleep` waits some seconds first; `kill` is a SIGKILL.

Where `FAULTS_WHEN` names a file, calls count only from when it is there. What has happened is written to `FAULTS_LOG`,
a line each.
"""

import builtins
import functools
import importlib
import os
import re
import sys

_FORM = re.compile(
    r"(?P<module>[\w.]+):(?P<name>[\w.]+)(\?(?P<text>[^#=]+))?(#(?P<n>\d+)(?P<on>\+)?)?=(?P<what>\w+)(:(?P<more>.*))?"
)
_OURS = ("nntui", "textual", "rich", "numpy", "filelock", "msgspec", "platformdirs")
_sleep = importlib.import_module("time").sleep


class Fault:
    """One of them."""

    def __init__(self, line):
        found = _FORM.fullmatch(line)
        if found is None:
            raise ValueError(line)
        self.line = line
        self.module, self.path = found["module"], found["name"].split(".")
        self.text, self.number, self.goes_on = found["text"], int(found["n"] or 0), bool(found["on"])
        self.what, self.more = found["what"], found["more"] or ""
        self.calls = 0

    def applies(self, arguments):
        """Whether this call fails."""
        when = os.environ.get("FAULTS_WHEN")
        if when and not os.path.exists(when):  # noqa: PTH110 (pathlib may be what is changed)
            return False
        if self.text is not None and not any(self.text in repr(each) for each in arguments):
            return False
        self.calls += 1
        return not self.number or self.calls == self.number or (self.goes_on and self.calls > self.number)

    def note(self):
        """Writes down that it has happened."""
        with open(os.environ["FAULTS_LOG"], "ab") as file:  # noqa: PTH123
            file.write(f"{self.line}\n".encode())

    def around(self, function):
        """The function, which now may fail."""

        @functools.wraps(function, updated=() if isinstance(function, type) else ("__dict__",))
        def changed(*arguments, **named):
            if not self.applies((*arguments, *named.values())):
                return function(*arguments, **named)
            self.note()
            if self.what == "plus":
                return function(*arguments, **named) + float(self.more)
            if self.what == "sleep":
                _sleep(float(self.more))
                return function(*arguments, **named)
            if self.what == "kill":
                os.kill(os.getpid(), 9)
            kind = getattr(builtins, self.what)
            if issubclass(kind, OSError) and self.more.isdigit():
                raise kind(int(self.more), os.strerror(int(self.more)))
            raise kind(self.more) if self.more else kind()

        return changed

    def apply(self):
        """Changes the function in its module, which is loaded."""
        holder = sys.modules[self.module]
        for name in self.path[:-1]:
            holder = getattr(holder, name)
        name = self.path[-1]
        kept = vars(holder).get(name, getattr(holder, name))
        if isinstance(kept, property):
            changed = property(self.around(kept.fget), kept.fset, kept.fdel)
        elif isinstance(kept, (staticmethod, classmethod)):
            changed = type(kept)(self.around(kept.__func__))
        else:
            changed = self.around(kept)
        setattr(holder, name, changed)


class Finder:
    """Changes the functions of a module when it is loaded."""

    def __init__(self, faults):
        self.faults = faults

    def find_spec(self, name, path, target=None):
        """Finds a module as the others do."""
        faults = [each for each in self.faults if each.module == name]
        if not faults:
            return None
        others = (each for each in sys.meta_path if each is not self)
        spec = next(filter(None, (each.find_spec(name, path, target) for each in others)), None)
        if spec is None:
            return None
        execute = spec.loader.exec_module

        def execute_and_change(module):
            execute(module)
            for fault in faults:
                fault.apply()

        spec.loader.exec_module = execute_and_change
        return spec


def _begin(lines):
    faults = [Fault(line) for line in lines if line]
    later = [each for each in faults if each.module.partition(".")[0] in _OURS]
    sys.meta_path.insert(0, Finder(later))
    for fault in faults:
        if fault not in later:
            importlib.import_module(fault.module)
            fault.apply()


_begin(os.environ.get("FAULTS", "").splitlines())
