"""One command with its time and memory, and figures with their spread and goal. Standard library only."""
import os
import re
import statistics
import subprocess
import tempfile
import threading
import time


class LeftOut(Exception):
    """What cannot be measured here, and why: said in the output and on the page, never an error."""


class Run:
    """A finished command: what it printed, wall and CPU seconds, and peak resident megabytes."""

    def __init__(self, out, seconds, usage):
        self.out, self.seconds = out, seconds
        self.cpu = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss * 1.024 / 1000


def run(command, limit=900, cwd=None):
    """Runs to the end; a failure or a run over `limit` seconds is a LeftOut with the last line it said."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=cwd)
        guard = threading.Timer(limit, child.kill)
        guard.start()
        _, status, usage = os.wait4(child.pid, 0)  # the only call that tells the memory of this one child
        seconds = time.perf_counter() - start
        guard.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        name = os.path.basename(command[0])
        if seconds >= limit:
            raise LeftOut(f"{name} took longer than {limit} s and was stopped")
        out.seek(0), err.seek(0)
        if child.returncode != 0:
            raise LeftOut(f"{name} ended with {child.returncode}: {complaint(err.read().decode(errors='replace'))}")
        return Run(out.read().decode(errors="replace"), seconds, usage)


def complaint(text):
    """The line of a program's error output that says what was wrong, without this machine's folders."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["it said nothing"]
    line = next((line for line in lines if re.match(r"error|\w*bench:", line, re.IGNORECASE)), lines[-1])
    return re.sub(r"(?<![\w.:/])/(?:[\w.+@-]+/)+", "", line).rstrip(".")


def number(value):
    """1234567.0 -> '1.23 M', 0.0723 -> '0.0723': three digits are more than a shared machine repeats."""
    if abs(value) >= 1e6:
        return f"{value / 1e6:.3g} M"
    if abs(value) >= 1e4:
        return f"{value / 1e3:.3g} k"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


class Figure:
    """Values of the rounds beside a goal, (">=", 2) or ("<", 8). The verdict is that of the median; rounds that would
    have it otherwise are counted."""

    def __init__(self, name, values, unit="", goal=None, note=""):
        self.name, self.unit, self.goal, self.note = name, unit, goal, note
        self.values = [float(value) for value in values]

    def spread(self):
        return spread_of(self.values, f" {self.unit}" if self.unit else "")

    def verdict(self):
        if not self.goal:
            return ""
        met = self.holds(statistics.median(self.values))
        odd = sum(self.holds(value) != met for value in self.values)
        rest = f", {'missed' if met else 'met'} in {odd} of {len(self.values)}" if odd else ""
        return ("met" if met else "MISSED") + rest

    def holds(self, value):
        sense, bound = self.goal
        return value >= bound if sense == ">=" else value < bound

    def row(self):
        goal = f"{self.goal[0]} {number(self.goal[1])} {self.unit}".strip() + self.note if self.goal else ""
        return [self.name, self.spread(), goal, self.verdict()]


class Claim:
    """A goal that holds or does not, without a figure."""

    def __init__(self, name, found, goal, holds):
        self.name, self.found, self.goal, self.holds = name, found, goal, holds

    def row(self):
        return [self.name, self.found, self.goal, "met" if self.holds else "MISSED"]


def spread_of(values, unit=""):
    """`5.4 M bars/s [5.3 M .. 5.6 M]`, or without the range where there is one value."""
    middle = number(statistics.median(values)) + unit
    return middle if len(values) == 1 else f"{middle} [{number(min(values))} .. {number(max(values))}]"


class Section:
    """One part of the page: what was measured and how, a table, goals, and what could not be had."""

    def __init__(self, title, how):
        self.title, self.how = title, how  # `how` may be added to: sentences on what was measured
        self.tables, self.goals, self.left_out = [], [], []

    def attempt(self, name, measure):
        """The value of `measure()`, or nil with the reason kept."""
        try:
            return measure()
        except LeftOut as reason:
            text = f"{name}: {reason}"
            if text not in self.left_out:
                self.left_out.append(text)
                print(f"  left out: {text}", flush=True)
            return None

    def add(self, goal):
        """Takes a figure, if there is one: what has no values was left out before, with the reason."""
        if isinstance(goal, Figure) and not goal.values:
            return
        self.goals.append(goal.row())
        print("  {:<58} {:<34} {:<22} {}".format(*goal.row()), flush=True)
