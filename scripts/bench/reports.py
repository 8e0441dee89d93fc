"""The HTML report of a large run: its size, and when a browser has drawn it. Standard library only."""
import json
import os
import sys

from measure import Claim, Figure, LeftOut, Section, run

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Tests", "Independent"))


def report(commands, options):
    section = Section("A report of 10,000 trades", [
        "`sauda backtest ema9-sell --generated` over 760 symbols without a limit of cash, opened from its file in a"
        " headless Chromium: the time from the start of the navigation to the first frame with everything on it.",
    ])
    path = os.path.join(commands.home, "large.html")
    symbols = ",".join(f"SYMBOL{number:03}" for number in range(1, 761))
    command = [commands.sauda, "backtest", "ema9-sell", "--generated", "--symbols", symbols, "--capital", "10000000000"]

    def make():
        return run([*command, "--report", path, "--format", "json"], cwd=commands.home)

    made = section.attempt("the report", make)
    if not made:
        return section
    trades = len(json.loads(made.out)["trades"])
    section.add(Claim("trades in the report", f"{trades:,}", ">= 10,000", trades >= 10_000))
    section.add(Figure("size of the file", [os.path.getsize(path) / 1e6], "MB", ("<", 5)))
    drawn = section.attempt("opening it", lambda: draw(path, max(options.rounds, 3)))
    section.add(Figure("opened and drawn", drawn or [], "ms", ("<", 1000)))
    return section


def draw(path, times):
    try:
        from browser import Browser, chromium
    except ImportError:
        raise LeftOut("there is no Tests/Independent/browser.py")
    if not chromium():
        raise LeftOut("there is no Chromium; install the package chromium")
    drawn = []
    with Browser() as browser:
        for _ in range(times):
            page = browser.open("file://" + os.path.abspath(path))
            drawn.append(int(page.value("document.documentElement.dataset.drawn")))
            page.close()
    return drawn
