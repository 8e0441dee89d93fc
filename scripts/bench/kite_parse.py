"""Ticker frames through the official Python client's own parser, in packets a second of CPU time.

Run:  python kite_parse.py DATADIR [RUNS]      needs the package kiteconnect
"""
import sys

from kiteconnect import KiteTicker

from parsing import frames, report

parse = KiteTicker("key", "token")._parse_binary
report("kite_decode", "pykiteconnect", lambda frame: len(parse(frame)), frames(sys.argv[1] + "/kite_full.bin"))
