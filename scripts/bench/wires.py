"""Requests on a warm connection, beside libcurl called directly in the same process. Standard library only."""
import json
import os

from measure import Figure, LeftOut, Section, run


def wire(programs, options):
    bench = os.path.join(programs, "SaudaBench")
    section = Section("The wire", [
        "An order's request on a warm connection to a server thread of the same process: `first byte` from the call to its"
        " arrival there, `answer` to the return. sauda's transport and one easy handle of libcurl, used on the caller's"
        " own thread, take turns; 2,000 requests each make a median. Without TLS, journal and broker.",
        "`Order` is the whole way: from the engine's decision, through the journal (intent appended and synced), link,"
        " adapter and transport, to the order's first byte at the server; 1,000 orders a round. The disk's sync is shown"
        " apart.",
    ])
    values = {}
    for place in range(options.rounds):
        print(f"  round {place + 1} of {options.rounds}", flush=True)
        lines = section.attempt("SaudaBench wire", lambda: start(bench, "wire", "5")) or []
        lines += section.attempt("SaudaBench link", lambda: start(bench, "link", programs, "5")) or []
        for said in lines:
            values.setdefault((said["case"], said["peer"]), []).append(said["median"])
    for case, name in (("first_byte", "first byte"), ("answer", "answer")):
        for peer in ("sauda", "libcurl"):
            if (case, peer) in values:
                section.add(Figure(f"{name}, {peer}", values[case, peer], "us"))
    if ("first_byte_p99", "sauda") in values:
        section.add(Figure("first byte, sauda, p99", values["first_byte_p99", "sauda"], "us", ("<", 1000)))
        section.add(Figure("first byte, sauda / libcurl", values["first_byte_ratio", "sauda"], "x", ("<", 1.5)))
        section.add(Figure("answer, sauda / libcurl", values["answer_ratio", "sauda"], "x"))
    if ("decision_p99", "sauda") in values:
        for case, name, goal in (
            ("journal_sync", "order, intent synced", None),
            ("journal_sync_p99", "order, intent synced, p99", None),
            ("order_first_byte", "order, from there to the first byte", None),
            ("order_first_byte_p99", "order, from there to the first byte, p99", None),
            ("decision", "order, decision to first byte", None),
            ("decision_p99", "order, decision to first byte, p99", ("<", 1000)),
        ):
            section.add(Figure(name, values[case, "sauda"], "us", goal))
        section.add(Figure("order, journal apart / libcurl", values["order_ratio", "sauda"], "x", ("<", 1.5)))
    return section


def start(bench, *arguments):
    if not os.path.exists(bench):
        raise LeftOut("SaudaBench is not built")
    return [json.loads(line) for line in run([bench, *arguments]).out.splitlines() if line.startswith("{")]
