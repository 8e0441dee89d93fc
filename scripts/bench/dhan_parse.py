"""Full packets of Dhan's feed through the official Python client's own parser, in packets a second of CPU time.

Run:  python dhan_parse.py DATADIR [RUNS]      needs the package dhanhq
"""
import sys

from dhanhq import DhanContext, MarketFeed

from parsing import frames, report

parse = MarketFeed(DhanContext("1000000001", "token"), [(1, "1333", MarketFeed.Full)]).process_data
report("dhan_decode", "dhanhq", lambda frame: 1 if parse(frame) else 0, frames(sys.argv[1] + "/dhan_full.bin"))
