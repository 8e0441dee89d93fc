"""Ticker frames through the official Python client's own parser, in packets a second of CPU time.

Run:  python kite_parse.py DATADIR [RUNS]      needs the package kiteconnect
"""
import json
import statistics
import struct
import sys
import time

from kiteconnect import KiteTicker


def frames(path):
    with open(path, "rb") as file:
        data = file.read()
    place, found = 0, []
    while place < len(data):
        (length,) = struct.unpack_from("<I", data, place)
        found.append(data[place + 4:place + 4 + length])
        place += 4 + length
    return found


def speed(parse, all_frames):
    packets, start = 0, time.process_time()
    while (seconds := time.process_time() - start) < 0.3:
        for frame in all_frames:
            packets += len(parse(frame))
    return packets / seconds


parse, everything = KiteTicker("key", "token")._parse_binary, frames(sys.argv[1] + "/kite_full.bin")
speeds = [speed(parse, everything) for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 3)]
said = {"item": "kite_decode", "peer": "pykiteconnect", "case": "full", "unit": "packets/s"}
print(json.dumps({**said, "median": statistics.median(speeds), "min": min(speeds), "max": max(speeds), "runs": len(speeds)}))
