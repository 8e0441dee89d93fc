"""Price frames of the brokers into ticks, beside plain C and the brokers' own Python clients. Standard library only."""
import json
import os
import re
import subprocess

from measure import Claim, Figure, LeftOut, Section, run, spread_of

HERE = os.path.dirname(os.path.abspath(__file__))


class Feed:
    """A broker's frames, generated, and who reads them."""

    def __init__(self, name, title, words, client, official, per_frame):
        self.name, self.title, self.words = name, title, words
        self.client, self.official, self.per_frame = client, official, per_frame
        self.peers = {
            "packets": "sauda, every field and the depth",
            "ticks": "sauda, frames to ticks",
            "c-fill": "C, the same struct",
            **({"c-paise": "C, prices to the paisa alone"} if name == "dhan" else {}),
            client: official,
        }


KITE = Feed("kite", "Price frames", [
    "Full packets of 184 bytes, 50 a frame, generated. `ticks` goes through the codec as live frames do: instrument"
    " looked up, volume compared, exchange time taken; depth is not read where nobody wants it. `packets` reads"
    " every field and all ten rows of depth into a struct of 64-bit prices, as the C peer does. Packets a second of"
    " CPU time on one core, all alike.",
], "pykiteconnect", "kiteconnect (Python), `_parse_binary`", 50)
DHAN = Feed("dhan", "Price messages of Dhan", [
    "Full packets of 162 bytes, one a message, generated. Prices come as single-precision floats; `packets` makes all"
    " sixteen of them whole numbers of 1/10,000 rupee on the instrument's tick, and so does the C peer by the same rule."
    " The client formats prices and times as texts, which is part of its work.",
], "dhanhq", "dhanhq (Python), `process_data`", 1)


class Rig:
    def __init__(self, feed, peers, programs):
        self.feed, self.peers, self.bench = feed, peers, os.path.join(programs, "SaudaBench")
        self.data = os.path.join(peers, "data")
        if not os.path.exists(os.path.join(self.data, f"{feed.name}_full.bin")):
            raise LeftOut("there are no generated frames; they need shared/bench beside the checkout")
        with open(os.path.join(self.data, f"{feed.name}_expected.json")) as file:
            self.expected = json.load(file)[f"{feed.name}_full"]

    def harnesses(self):
        """sauda between the two that its goals name."""
        name = self.feed.name
        yield "C, the same struct", [os.path.join(self.peers, f"{name}_fill"), self.data, "0.2", "5"]
        yield "sauda", [self.bench, f"{name}-decode", self.data, "5"]
        python = os.path.join(self.peers, "py", "bin", "python")
        yield self.feed.client, [python, os.path.join(HERE, f"{name}_parse.py"), self.data, "3"]

    def allocations(self):
        return counted_allocations(self.peers, [self.bench, f"{self.feed.name}-decode", self.data, "1"],
                                   self.feed.per_frame)


def counted_allocations(peers, command, per_frame):
    """A packet's, from the difference of two counts, so that what happens once does not count."""
    counter = os.path.join(peers, "count_malloc.so")
    if not os.path.exists(counter):
        raise LeftOut("the counter of allocations needs gcc")
    counts = []
    for frames in (2000, 22_000):
        done = subprocess.run([*command, str(frames)], env={**os.environ, "LD_PRELOAD": counter}, capture_output=True,
                              text=True)
        found = re.search(r"allocations (\d+)", done.stderr)
        if done.returncode or not found:
            raise LeftOut("the run that counts allocations failed")
        counts.append(int(found[1]))
    return (counts[1] - counts[0]) / (20_000 * per_frame)


def measure(rig, options):
    feed = rig.feed
    section = Section(feed.title, feed.words)
    speeds = {}
    for place in range(options.rounds):
        print(f"  full, round {place + 1} of {options.rounds}", flush=True)
        for name, command in rig.harnesses():
            for line in section.attempt(name, lambda: start(command)) or []:
                said = json.loads(line)
                if said.get("case") == "full":
                    speeds.setdefault(said.get("into", said["peer"]), {})[place] = said["median"]
                elif said.get("check") == f"{feed.name}_full" and said.get("peer") == "sauda" and place == 0:
                    different = [key for key, value in rig.expected.items() if said.get(key) != value]
                    found = ", ".join(different) + " differ" if different else "equal"
                    section.add(Claim("sums of every field", found, "equal", not different))
    rows = []
    for key, name in feed.peers.items():
        if key in speeds:
            ratios = [spread_of(ratio(speeds, ours, key)) if ours != key else "-" for ours in ("packets", "ticks")]
            rows.append([name, spread_of(list(speeds[key].values())), *ratios])
    section.tables.append(("full packets a second", ["", "packets a second", "packets / it", "ticks / it"], rows))
    add_goals(section, feed, speeds)
    counted = section.attempt("allocations", rig.allocations)
    if counted is not None:
        section.add(Figure("allocations a packet", [counted], "", ("<", 0.001)))
    return section


def add_goals(section, feed, speeds):
    def add(ours, peer, name, bound):
        section.add(Figure(f"{ours} / {name}", ratio(speeds, ours, peer), "x", (">=", bound) if bound else None))

    if feed.name == "kite":
        add("ticks", "c-fill", "C of the same struct", 0.8)
        add("packets", "c-fill", "C of the same struct", 0.8)
        add("ticks", "pykiteconnect", "kiteconnect", 1000)
    else:
        add("packets", "c-fill", "C of the same struct, Dhan", 0.8)
        add("packets", "dhanhq", "dhanhq", 500)
        # One packet a message: most of a tick's cost is the message's. No goal was set for it.
        add("ticks", "c-fill", "C of the same struct, Dhan", None)
        add("ticks", "dhanhq", "dhanhq", None)


def start(command):
    if not os.path.exists(command[0]):
        raise LeftOut("it is not installed")
    return [line for line in run(command).out.splitlines() if line.startswith("{")]


def ratio(speeds, ours, theirs):
    """In each round that has both."""
    a, b = speeds.get(ours, {}), speeds.get(theirs, {})
    return [a[place] / b[place] for place in a if b.get(place)]
