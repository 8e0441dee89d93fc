"""A broker's instrument list of 100,000 rows. Standard library only."""
import os

from measure import Figure, Section
from wires import start


def instruments(programs, options):
    bench = os.path.join(programs, "SaudaBench")
    section = Section("Instruments", [
        "A made-up list of 100,000 rows in Zerodha Kite's columns: read by the adapter, checked for clashes, and indexed"
        " by name, feed key, order key and handle. Memory is what the process grew by, garbage of the reading included.",
        "Looked up: 500 instruments that are watched, again and again; and all 100,000 in a sequence that no cache"
        " foresees, where one miss costs as much as everything else.",
    ])
    values = {}
    for place in range(options.rounds):
        print(f"  round {place + 1} of {options.rounds}", flush=True)
        for said in section.attempt("SaudaBench instruments", lambda: start(bench, "instruments", "5")) or []:
            values.setdefault(said["case"], []).append(said["median"])
    goals = {"read and indexed": ("ms", ("<", 400)), "memory": ("MB", ("<", 64))}
    for case, found in values.items():
        unit, goal = goals.get(case, ("ns", ("<", 100) if case.endswith("watched") else None))
        section.add(Figure(case, found, unit, goal))
    return section
