"""The part that is alike for the brokers' own parsers: frames in, a speed out. Standard library only."""
import json
import statistics
import struct
import sys
import time


def frames(path):
    """Repeated: four bytes of length, little-endian, and the frame."""
    with open(path, "rb") as file:
        data = file.read()
    place, found = 0, []
    while place < len(data):
        (length,) = struct.unpack_from("<I", data, place)
        found.append(data[place + 4:place + 4 + length])
        place += 4 + length
    return found


def speed(packets_of, all_frames):
    packets, start = 0, time.process_time()
    while (seconds := time.process_time() - start) < 0.3:
        for frame in all_frames:
            packets += packets_of(frame)
    return packets / seconds


def report(item, peer, packets_of, all_frames):
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    speeds = [speed(packets_of, all_frames) for _ in range(runs)]
    said = {"item": item, "peer": peer, "case": "full", "unit": "packets/s"}
    print(json.dumps({**said, "median": statistics.median(speeds), "min": min(speeds), "max": max(speeds), "runs": runs}))
