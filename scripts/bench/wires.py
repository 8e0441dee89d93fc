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
    ])
    values = {}
    for place in range(options.rounds):
        print(f"  round {place + 1} of {options.rounds}", flush=True)
        lines = section.attempt("SaudaBench wire", lambda: start(bench)) or []
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
    return section


def start(bench):
    if not os.path.exists(bench):
        raise LeftOut("SaudaBench is not built")
    return [json.loads(line) for line in run([bench, "wire", "5"]).out.splitlines() if line.startswith("{")]
