"""What the driver of the official Kotak Neo client stands on: checks, the practice server's own endpoints, and a wall.

While the client runs, what it prints and logs goes nowhere; only `say` reaches the terminal, and it leaves the account's
secrets out.
"""

import base64
import hashlib
import hmac
import io
import json
import logging
import os
import ssl
import struct
import sys
import time
import traceback
import urllib.parse
import urllib.request

BASE = os.environ["SAUDA_PRACTICE_URL"]
UCC, MOBILE = os.environ["KOTAK_NEO_UCC"], os.environ["KOTAK_NEO_MOBILE"]
TRUST = ssl.create_default_context(cafile=os.environ.get("SAUDA_PRACTICE_CA"))
# Practice seconds in a second; the script starts the server with it.
RATE = float(os.environ.get("SAUDA_PRACTICE_RATE", "1"))

# --- What may be seen

TERMINAL = sys.stdout
SECRETS = {os.environ[f"KOTAK_NEO_{name}"] for name in ("ACCESS_TOKEN", "MPIN", "TOTP_SECRET")}


def say(text):
    for secret in SECRETS:
        text = text.replace(secret, "***")
    print(text, file=TERMINAL, flush=True)


def hush():
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    logging.disable(logging.CRITICAL)


# --- Nothing beyond this machine

STRANGERS = []


def _watch(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host not in ("127.0.0.1", "::1", "localhost", None):
        STRANGERS.append(str(host))
        raise OSError(f"{host} is not on this machine")


sys.addaudithook(_watch)

# --- Checks

passed = failed = 0


def check(what, value):
    global passed, failed
    if value:
        passed += 1
    else:
        failed += 1
        say(f"FAILED  {what}")
    return value


def same(what, given, wanted):
    """Shows both where they differ."""
    return check(what if given == wanted else f"{what}: {given!r}, not {wanted!r}", given == wanted)


def refused(what, answer, code, text=""):
    """An answer of the order system, or of the front, that says no with a code and a text."""
    answer = answer if isinstance(answer, dict) else {}
    error = (answer.get("error") or [{}])[0] if isinstance(answer.get("error"), list) else answer
    given = error.get("stCode", error.get("code", error.get("errorCode")))
    words = " ".join(str(error.get(key, "")) for key in ("errMsg", "emsg", "stMsg", "message"))
    right = str(given) == str(code) and text in words
    return check(what if right else f"{what}: {answer}", right)


def attempt(what, call, *arguments):
    """One part of the run; where it breaks off, the others go on."""
    try:
        return call(*arguments)
    except Exception:
        check(f"{what} broke off: {traceback.format_exc(limit=-3)}", False)
        return None


def tally():
    return passed, failed


# --- Time

def pause(practice_seconds=0.15):
    """Lets the practice clock run: ten calls in a second are allowed."""
    time.sleep(practice_seconds / RATE)


def until(what, test, seconds=15):
    """Waits for a condition; the time is only how long a failure takes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = test()
        if value:
            return value
        time.sleep(0.02)
    check(f"{what}: did not happen in {seconds} s", False)
    return None


# --- The practice server itself

def control(path, **fields):
    body = urllib.parse.urlencode(fields).encode() if fields else None
    with urllib.request.urlopen(f"{BASE}/practice/{path}", body, context=TRUST) as answer:
        return json.load(answer)


def now():
    """Seconds since 1970 by the practice clock."""
    return control("clock")["microseconds"] / 1e6


def one_time_password(moment):
    """RFC 6238: SHA-1, 30 seconds, six digits."""
    secret = os.environ["KOTAK_NEO_TOTP_SECRET"]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    place = digest[-1] & 0xF
    return f"{(struct.unpack_from('>I', digest, place)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def claims(token):
    """The payload of a JWT, unverified."""
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
