"""What the driver of the official Dhan client stands on: checks, the practice server's own endpoints, and a wall.

The client prints tokens and addresses with a PIN in them. While it runs, what it prints goes into `PRINTED` and what it
logs nowhere; only `say` reaches the terminal, and it leaves the account's secrets out.
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
import urllib.error
import urllib.parse
import urllib.request
import webbrowser

BASE = os.environ["SAUDA_PRACTICE_URL"]
SOCKET = os.environ["SAUDA_PRACTICE_SOCKET_URL"]
CLIENT = os.environ["DHAN_CLIENT_ID"]
TRUST = ssl.create_default_context(cafile=os.environ.get("SAUDA_PRACTICE_CA"))
# Practice seconds in a second; the script starts the server with it.
RATE = float(os.environ.get("SAUDA_PRACTICE_RATE", "1"))

# --- What may be seen

TERMINAL, PRINTED = sys.stdout, io.StringIO()
SECRETS = {os.environ[name] for name in ("DHAN_ACCESS_TOKEN", "DHAN_PIN", "DHAN_TOTP_SECRET", "DHAN_APP_SECRET")}


def say(text):
    for secret in SECRETS:
        text = text.replace(secret, "***")
    print(text, file=TERMINAL, flush=True)


def hush():
    sys.stdout = PRINTED
    sys.stderr = io.StringIO()
    logging.disable(logging.CRITICAL)


def printed(text):
    return text in PRINTED.getvalue()


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


class Browser(webbrowser.BaseBrowser):
    """Keeps what the client wanted to show."""

    pages = []

    def open(self, url, new=0, autoraise=True):
        self.pages.append(url)
        return True


webbrowser.register("kept", None, Browser("kept"), preferred=True)

# --- Checks

passed = failed = 0


def check(what, value):
    global passed, failed
    # About one call a check: below ten in a practice second.
    time.sleep(0.12 / RATE)
    if value:
        passed += 1
    else:
        failed += 1
        say(f"FAILED  {what}")
    return value


def good(what, answer, room=None):
    """The data of an answer that the client calls a success; `room` where it was none."""
    right = isinstance(answer, dict) and answer.get("status") == "success"
    check(what if right else f"{what}: {answer}", right)
    return answer["data"] if right else room


def refused(what, answer, codes, text=""):
    """The client calls it a failure, with one of the codes and the text in its message."""
    remarks = answer.get("remarks") if isinstance(answer, dict) else None
    right = (
        isinstance(remarks, dict)
        and answer["status"] == "failure"
        and remarks["error_code"] in codes
        and text in (remarks["error_message"] or "")
    )
    check(what if right else f"{what}: {answer}", right)


def raises(what, call, text=""):
    """Some of the client's methods raise a plain Exception with what was answered."""
    try:
        answer = call()
    except Exception as error:
        right = text in str(error)
        check(what if right else f"{what}: {error}", right)
    else:
        check(f"{what}: no error but {answer}", False)


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


def pause(practice_seconds=1.05):
    """Lets a calendar second of the practice clock go by, as the budgets want it."""
    time.sleep(practice_seconds / RATE)


# --- The practice server itself

def control(path, **fields):
    body = urllib.parse.urlencode(fields).encode() if fields else None
    with urllib.request.urlopen(f"{BASE}/practice/{path}", body, context=TRUST) as answer:
        return json.load(answer)


def now():
    """Seconds since 1970 by the practice clock."""
    return control("clock")["microseconds"] / 1e6


def website_token():
    """What a person makes on the broker's website; it kills the token before."""
    control("faults", fault="token-death@now")
    pause(0.2)
    token = control("credentials")["access-token"]
    SECRETS.add(token)
    return token


def one_time_password(secret, moment):
    """RFC 6238: SHA-1, 30 seconds, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    place = digest[-1] & 0xF
    return f"{(struct.unpack_from('>I', digest, place)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def claims(token):
    """Header and payload of a JWT, unverified."""
    return [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in token.split(".")[:2]]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def browse(url):
    """Where a page sends the browser."""
    opener = urllib.request.build_opener(_Stay, urllib.request.HTTPSHandler(context=TRUST))
    try:
        opener.open(url)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"] or ""
    return ""
