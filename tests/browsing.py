"""What tests in a browser share. The pages let no text be run as code, so nothing here does."""

import time


def wait_for(tab, expression, arg=None, seconds=30):
    """Wait until an expression, or a function of `arg`, is true in a page."""
    until = time.monotonic() + seconds
    while not tab.evaluate(expression, arg):
        assert time.monotonic() < until, f"waited in vain for {expression}"
        tab.wait_for_timeout(50)
