"""`python -m copydesk` is the command `copydesk`."""

from copydesk.ui.cli import main

main()
