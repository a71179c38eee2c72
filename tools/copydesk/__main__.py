"""`python -m copydesk` is the command `copydesk`."""

from copydesk.ui.start import main

main()
