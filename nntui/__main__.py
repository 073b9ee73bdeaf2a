"""`python -m nntui`."""

from nntui.cli import run

if __name__ == "__main__":
    run()
