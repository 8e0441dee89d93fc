#!/usr/bin/env python3
"""Measures a release build beside its goals and the peers, and writes the page. Started by scripts/bench.sh.

Ends with 0 however the figures are: a verdict is for the reader. Standard library only; Python 3.9 or newer.
"""
import argparse
import datetime
import os
import platform
import re
import subprocess
import tempfile

import commands
import feeds
import hsm
import lists
import peers
import reports
import wires
from measure import LeftOut
from page import page, sections_of, text_of

PEERS = {"strategy": peers.strategy, "sweep": peers.sweep}
COMMANDS = {"full": commands.full, "real": commands.real, "report": reports.report, "small": commands.small}
FEEDS = {"feed": feeds.KITE, "dhan": feeds.DHAN}
SECTIONS = [*PEERS, *COMMANDS, *FEEDS, "hsm", "instruments", "wire"]


def said_by(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    with open("/proc/meminfo") as file:
        memory = int(re.search(r"MemTotal:\s*(\d+)", file.read())[1]) / 1024 / 1024
    name = model[1] if model else platform.machine()
    return f"{os.cpu_count()} cores of {name}, {memory:.0f} GiB, {platform.system()}"


def versions(peers_folder):
    """The peers that are installed, by the names of their packages."""
    wanted = ["numpy", "scipy", "numba", "vectorbt", "vectorbt-rust", "backtesting", "backtrader", "nautilus_trader",
              "kiteconnect", "dhanhq"]
    found = {}
    for environment in ("py", "pyn"):
        python = os.path.join(peers_folder, environment, "bin", "python")
        for line in said_by(python, "-m", "pip", "list", "--format=freeze").splitlines():
            name, _, version = line.partition("==")
            if name in wanted:
                found.setdefault(name, version)
    compiler = re.search(r"[\d.]+$", said_by("gcc", "-dumpfullversion"))
    listed = [f"{name} {found[name]}" for name in wanted if name in found]
    return ", ".join(([f"gcc {compiler[0]}"] if compiler else []) + [f"Python {platform.python_version()}"] + listed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--slow-rounds", type=int, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=SECTIONS)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--peers", required=True)
    parser.add_argument("--programs", required=True)
    parser.add_argument("--page", required=True)
    options = parser.parse_args()
    kept = sections_of(options.page)
    version = said_by("git", "describe", "--always", "--dirty") or "unknown"
    facts = {
        "machine": machine(),
        "sauda": f"release build, {said_by('swift', '--version').splitlines()[0].strip()}",
        "peers": versions(options.peers),
    }
    with tempfile.TemporaryDirectory() as home:
        for name in options.only or SECTIONS:
            print(f"\n{name}", flush=True)
            load = os.getloadavg()[0]
            try:
                section = measure(name, options, home)
            except LeftOut as reason:
                print(f"  left out: {reason}", flush=True)
                continue
            today = datetime.date.today()
            rounds = f"{options.rounds} round{'s' if options.rounds > 1 else ''}"
            slow = f", the slow peers in {options.slow_rounds}" if name == "strategy" and not options.quick else ""
            when = f"Measured on {today} at commit {version} in {rounds}{slow}; load average {load:.1f} before."
            kept[name] = text_of(section, when)
            with open(options.page, "w") as file:
                file.write(page({name: kept[name] for name in SECTIONS if name in kept}, facts))
    print(f"\nwritten: {os.path.relpath(options.page)}")


def measure(name, options, home):
    if name in FEEDS:
        return feeds.measure(feeds.Rig(FEEDS[name], options.peers, options.programs), options)
    if name == "hsm":
        return hsm.measure(options.peers, options.programs, options)
    if name == "instruments":
        return lists.instruments(options.programs, options)
    if name == "wire":
        return wires.wire(options.programs, options)
    if name in PEERS:
        return PEERS[name](peers.Bench(options.shared, options.peers, options.programs), options)
    return COMMANDS[name](commands.Commands(options.shared, options.peers, options.programs, home), options)


if __name__ == "__main__":
    main()
