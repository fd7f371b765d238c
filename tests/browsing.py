"""What tests in a browser share. The pages let no text be run as code, so nothing here does."""

import re
import time

# What a page may load.
OWN = re.compile("(file|blob|data):")

# Pages that stay open from the visit of all, for the tests of what they do.
KEPT = ("explorer.html", "network.html")


def new_tab(context):
    """Return a tab that hears what pages complain of, and what they ask other sites for."""
    tab = context.new_page()
    tab.set_default_timeout(60_000)  # a machine may be busy
    tab.said = []
    tab.on("console", lambda message: tab.said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    tab.on("requestfailed", lambda request: tab.said.append(f"not loaded: {request.url}"))
    tab.on("request", lambda request: OWN.match(request.url) or tab.said.append(request.url))
    return tab


def wait_for(tab, expression, arg=None, seconds=30):
    """Wait until an expression, or a function of `arg`, is true in a page."""
    until = time.monotonic() + seconds
    while not tab.evaluate(expression, arg):
        assert time.monotonic() < until, f"waited in vain for {expression}"
        tab.wait_for_timeout(50)
