"""`python -m generator` is `nianlun`: both begin here."""

import signal


def main() -> None:
    """Run the command that is asked for. Ctrl+C while it is still being imported ends it without a word."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from generator.cli import main as commands

    commands()


if __name__ == "__main__":
    main()
