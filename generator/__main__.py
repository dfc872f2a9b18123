"""``python -m generator`` is ``leimu``."""

from generator.cli import main

main()
