"""`python -m generator` is `nianlun`."""

from generator.cli import main

main()
