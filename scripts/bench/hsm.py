"""Updates of Kotak Neo's binary feed into ticks, beside plain C. Standard library only."""
import json
import os
import statistics

from feeds import counted_allocations, ratio, start
from measure import Figure, Section, spread_of

WORDS = [
    "Updates of 23 values, 20 a frame, generated: values that are told are stored by topic, and what traded becomes a"
    " tick as live frames do, through the codec: topic and instrument looked up, multiplier and precision applied, volume"
    " compared, exchange time taken. The C peer makes the same ticks of the same frames. CPU time on one core.",
]


def measure(peers_folder, programs, options):
    section = Section("Updates of Kotak Neo's binary feed", WORDS)
    bench = os.path.join(programs, "SaudaBench")
    commands = {"sauda": [bench, "hsm-decode", "5"], "C": [os.path.join(peers_folder, "hsm_fill"), "5"]}
    times = {}
    for place in range(options.rounds):
        print(f"  updates, round {place + 1} of {options.rounds}", flush=True)
        for name, command in commands.items():
            for line in section.attempt(name, lambda: start(command)) or []:
                said = json.loads(line)
                times.setdefault(name, {})[place] = statistics.median(said["values"]) if "values" in said \
                    else said["median"]
    rows = [[name, spread_of(list(found.values()), " ns")] for name, found in times.items()]
    section.tables.append(("an update of 23 values", ["", "CPU time"], rows))
    if "sauda" in times:
        section.add(Figure("update of 23 values", list(times["sauda"].values()), "ns", ("<", 60)))
    section.add(Figure("C / sauda", ratio(times, "C", "sauda"), "x"))
    counted = section.attempt("allocations",
                              lambda: counted_allocations(peers_folder, [bench, "hsm-decode", "1"], 20))
    if counted is not None:
        section.add(Figure("allocations an update", [counted], "", ("<", 0.001)))
    return section
