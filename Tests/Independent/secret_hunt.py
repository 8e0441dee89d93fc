"""Hunts for secrets where none may be: a practice day at full trace, with failures and refused sign-ins.

A way in between (a proxy) hears every secret that crosses the wire, so tokens are hunted too, and plays a broker at its
worst: it refuses sign-ins and orders with messages that quote what they were sent. What sauda prints, writes and shows of
its processes is then searched for each secret in plain, percent-encoded, base64 and hexadecimal form.

    secret_hunt.py SAUDA [--seconds N] [--keep DIR]

Ends with 1 when a secret was found, when a control failed (a value planted on purpose must be found), or when a day did
not do what it was to do. What could not be tried is said aloud.
"""

import argparse
import base64
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

CONFIG = """version: 1
mode: live
home: home
market: {calendar: built-in, history: {source: account, account: main}}
accounts:
  main:
    broker: zerodha-kite
    credentials: vault:main
    held_shares: sell
    capital: 1000000
    limits: {order_value: 500000, daily_loss: 25000, orders_per_day: 500}
feed: {account: main}
universe: [RELIANCE, TCS, INFY]
strategies:
  ema9-exit: {use: ema9-sell, account: main}
alerts: []
"""

problems = []
notes = []


def problem(text):
    problems.append(text)
    print(f"PROBLEM: {text}", flush=True)


def skipped(text):
    notes.append(text)
    print(f"NOT TRIED: {text}", flush=True)


# --- What is looked for


class Planted:
    """Every secret known, with where it is from, in all its forms."""

    def __init__(self):
        self.values = {}
        self.lock = threading.Lock()

    def add(self, value, source):
        if value and len(value) >= 6:
            with self.lock:
                self.values.setdefault(value, source)

    def forms(self):
        with self.lock:
            values = dict(self.values)
        for value, source in values.items():
            raw = value.encode()
            yield raw, f"{source}, plain"
            for quoted in {urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value)} - {value}:
                yield quoted.encode(), f"{source}, percent-encoded"
            yield raw.hex().encode(), f"{source}, hex"
            yield raw.hex().upper().encode(), f"{source}, HEX"
            for before in range(3):
                # The characters that the value alone decides, wherever it stands in what is encoded.
                whole = base64.b64encode(b"\0" * before + raw)
                first = -(-before * 8 // 6)
                core = whole[first : (before + len(raw)) * 8 // 6]
                yield core, f"{source}, base64"
                yield core.replace(b"+", b"-").replace(b"/", b"_"), f"{source}, base64 for URLs"

    def search(self, data, place):
        """The names of what stands in the bytes."""
        return sorted({f"{name} in {place}" for form, name in self.forms() if form in data})


planted = Planted()


def files_under(folder, leaving_out=()):
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if path not in leaving_out and os.path.isfile(path):
                yield path


def search_files(folder, leaving_out=()):
    found, count, size = [], 0, 0
    for path in files_under(folder, leaving_out):
        with open(path, "rb") as file:
            data = file.read()
        # The address of the login has the app's key in it, and a person has to open it.
        data = re.sub(rb"(?m)^Log in here: .*$", b"", data)
        count, size = count + 1, size + len(data)
        found += planted.search(data, os.path.relpath(path, folder))
        found += planted.search(path.encode(), "a file's name")
    return found, count, size


# --- Processes, while they run


class Watch(threading.Thread):
    """Looks at what everybody on the machine can see of our processes, over and over."""

    def __init__(self):
        super().__init__(daemon=True)
        self.pids, self.found, self.looks, self.stopping = {}, set(), 0, threading.Event()

    def add(self, pid, settled=0.0):
        self.pids[pid] = time.time() + settled

    def run(self):
        while not self.stopping.wait(0.05):
            for pid in list(self.pids):
                # What was put into the environment stands there until the process has begun and taken it out.
                names = ("cmdline", "environ") if time.time() >= self.pids[pid] else ("cmdline",)
                for name in names + ("comm", "status"):
                    try:
                        with open(f"/proc/{pid}/{name}", "rb") as file:
                            data = file.read()
                    except OSError:
                        continue
                    self.looks += 1
                    self.found.update(planted.search(data, f"/proc/PID/{name} of pid {pid}"))


# --- The way in between


class Proxy(threading.Thread):
    """Passes everything on, hears the secrets, and answers some requests itself."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.target, self.told, self.lies = port, set(), []
        self.refuse = {"/session/token": 1, "/orders/": 2}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def hear(self, data):
        for source, pattern in [
            ("access token", rb'"access_token"\s*:\s*"([^"]+)"'),
            ("request token", rb'"request-token"\s*:\s*"([^"]+)"'),
            ("api-secret", rb'"api-secret"\s*:\s*"([^"]+)"'),
            ("api-key", rb'"api-key"\s*:\s*"([^"]+)"'),
            ("checksum", rb"checksum=([0-9a-f]{64})"),
        ]:
            for match in re.finditer(pattern, data):
                planted.add(match.group(1).decode(), source)
                # A checksum is of use once and is masked by its key; it is quoted with it, not bare.
                if source != "checksum":
                    self.told.add(match.group(1).decode())

    def serve(self, client):
        try:
            with client, socket.create_connection(("127.0.0.1", self.target)) as server:
                while True:
                    request = self.message(client)
                    if not request:
                        return
                    self.hear(request)
                    if self.lie(client, request):
                        continue
                    server.sendall(request)
                    if b"\r\nupgrade: websocket" in request.lower():
                        return self.pipe(client, server)
                    answer = self.message(server)
                    if not answer:
                        return
                    self.hear(answer)
                    client.sendall(answer)
        except OSError:
            pass

    def lie(self, client, request):
        """Refuses with a message that quotes everything; the worst that a broker has been seen to do, and then some."""
        line = request.split(b"\r\n", 1)[0].decode()
        method, path = line.split(" ")[:2]
        for part, left in self.refuse.items():
            if left and path.startswith(part) and method == "POST":
                self.refuse[part] -= 1
                head, _, body = request.decode(errors="replace").partition("\r\n\r\n")
                wanted = [h for h in head.split("\r\n")[1:] if h.lower().startswith("authorization")]
                quoted = " ".join([line] + wanted + [body])
                # All that this process was told; what it does not know it cannot mask.
                token = re.search(r"(?im)^authorization: token [^:]+:(\S+)", head)
                if token:
                    self.told.add(token.group(1))
                known = " ".join(sorted(self.told, key=len))
                # Adapters cut long messages: now the one half comes through, now the other.
                words = f"{known} {quoted}" if part == "/orders/" else f"{quoted} {known}"
                text = json.dumps(
                    {"status": "error", "message": f"No: {words}"[:2000], "error_type": "InputException"}
                ).encode()
                client.sendall(
                    b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    % (len(text), text)
                )
                self.lies.append(line)
                return True
        return False

    def message(self, stream):
        data = b""
        while b"\r\n\r\n" not in data:
            piece = stream.recv(65536)
            if not piece:
                return data
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length:\s*(\d+)", head)
        if length:
            while len(body) < int(length.group(1)):
                piece = stream.recv(65536)
                if not piece:
                    break
                body += piece
        elif re.search(rb"(?i)\r\ntransfer-encoding:\s*chunked", head):
            while not body.endswith(b"0\r\n\r\n"):
                piece = stream.recv(65536)
                if not piece:
                    break
                body += piece
        return head + b"\r\n\r\n" + body

    def pipe(self, client, server):
        def forward(source, target):
            try:
                while piece := source.recv(65536):
                    target.sendall(piece)
            except OSError:
                pass
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        back = threading.Thread(target=forward, args=(server, client), daemon=True)
        back.start()
        forward(client, server)
        back.join()


# --- Ours


class Ours:
    def __init__(self, sauda, folder, watch):
        self.sauda, self.folder, self.watch, self.runs, self.proxy = sauda, folder, watch, 0, None

    def start(self, *arguments, env=None, stdin=subprocess.DEVNULL, core=False, cwd=None):
        self.runs += 1
        if self.proxy:
            self.proxy.told.clear()
        out = open(os.path.join(self.folder, f"run-{self.runs}.out"), "wb")
        err = open(os.path.join(self.folder, f"run-{self.runs}.err"), "wb")

        def allow_core():
            resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

        process = subprocess.Popen(
            [self.sauda, *arguments],
            stdin=stdin,
            stdout=out,
            stderr=err,
            cwd=cwd or self.folder,
            env={**os.environ, **(env or {})},
            preexec_fn=allow_core if core else None,
        )
        self.watch.add(process.pid, settled=1.0)
        return process

    def run(self, *arguments, input=None, **options):
        stdin = subprocess.PIPE if input is not None else subprocess.DEVNULL
        process = self.start(*arguments, stdin=stdin, **options)
        process.communicate(input.encode() if input is not None else None, timeout=120)
        return process.returncode

    def text(self):
        return b"".join(open(p, "rb").read() for p in files_under(self.folder) if p.endswith((".out", ".err")))


def wait_until(condition, seconds):
    end = time.time() + seconds
    while time.time() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


# --- The hunt


def practice(sauda, seconds):
    """A short fast day with faults; the server's own output is a pipe of ours, and not searched: it gives secrets out."""
    command = [sauda, "practice", "zerodha-kite", "--port", "0", "--from", "15:22:00", "--speed", str(560 // seconds)]
    command += ["--symbols", "RELIANCE,TCS,INFY", "--day", "2026-08-20"]
    for fault in ("token-death@15:24:00", "error-before@15:25:00", "page@15:26:00/10", "too-many@15:27:00", "cut@15:28:00"):
        command += ["--fault", fault]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    values = {}
    while "request-token" not in values:
        line = server.stdout.readline()
        if not line:
            sys.exit("the practice server did not start")
        parts = line.split()
        if len(parts) == 2:
            values[parts[0]] = parts[1]
    threading.Thread(target=server.stdout.read, daemon=True).start()
    for name in ("api-key", "api-secret", "request-token"):
        planted.add(values[name], name)
    return server, int(values["base-url"].rsplit(":", 1)[1])


def commands(ours, url, proxy):
    """What a person does by hand, while sign-ins and orders are refused with everything quoted."""
    token = "plantedRequestToken0987654321abc"
    planted.add(token, "a request token that was typed")
    proxy.refuse = {"/session/token": 1, "/orders/": 2}
    where = ["--practice", url, "--config", "config.yaml"]
    before = len(proxy.lies)
    order = ["order", "place", "buy", "INFY", "1"]
    for arguments, text in [
        (["login", "main", "--token", "--again"], token + "\n"),
        (["login", "main", "--token", "--again"], f"http://127.0.0.1:5000/?status=success&request_token={token}\n"),
        (["status"], None), (["funds"], None), (["positions"], None), (["holdings", "--format", "json"], None),
        (["quote", "INFY"], None), (["instruments", "--search", "INF"], None), (["order", "list"], None),
        (order + ["--dry-run"], None), (order + ["--amo", "--yes"], None), (order + ["--yes", "--format", "json"], None),
        (["doctor", "--format", "json"], None), (["logout"], None),
    ]:
        try:
            status = ours.run(*arguments, *where, input=text)
        except subprocess.TimeoutExpired:
            problem(f"sauda {arguments[0]} did not end")
            continue
        print(f"  sauda {' '.join(arguments[:2])} ended with {status}")
    if len(proxy.lies) < before + 2:
        problem(f"no sign-in or no order by hand was refused: {proxy.lies[before:]}")


def vault(ours):
    """Signs secrets in and out of the vault and the file, with everything that can go wrong."""
    value, key = "planted/Vault+value=4f9c", "planted key file 0123456789"
    planted.add(value, "the vault's value")
    planted.add(key, "the key file")
    aside = tempfile.mkdtemp()
    paths = {name: os.path.join(aside, name) for name in ("key", "other", "open")}
    for name, text in (("key", key), ("other", "another key of some length"), ("open", f"main.api-key = {value}")):
        with open(paths[name], "w") as file:
            file.write(text + "\n")
        os.chmod(paths[name], 0o644 if name == "open" else 0o600)
    use = ["--vault", "desk.vault", "--vault-key-file", paths["key"]]
    expected = [
        (0, ["vault", "set", "main", "api-key", *use], value),
        (0, ["vault", "set", "main", "api-secret", *use], value + "2"),
        (0, ["vault", "list", *use], None),
        (0, ["vault", "list", "--format", "json", *use], None),
        (2, ["vault", "set", "main", "no-such-key", *use], value),
        (2, ["vault", "set", "main", "api-key", *use], value + "\nsecond line"),
        (1, ["vault", "list", "--vault", "desk.vault", "--vault-key-file", paths["other"]], None),
        (2, ["vault", "list", "--vault", "desk.vault", "--vault-key-file", paths["open"]], None),
        (0, ["vault", "rm", "main", "api-secret", *use], None),
    ]
    for status, arguments, text in expected:
        got = ours.run(*arguments, input=text, env={"SAUDA_MAIN__API_SECRET": value})
        if got != status:
            problem(f"sauda {' '.join(arguments[:4])} ended with {got}, not {status}")
    with open(os.path.join(ours.folder, "desk.vault"), "r+b") as file:
        file.seek(-40, os.SEEK_END)
        byte = file.read(1)
        file.seek(-40, os.SEEK_END)
        file.write(bytes([byte[0] ^ 1]))
    if ours.run("vault", "list", *use) != 3:
        problem("a vault with a flipped bit was not refused as damaged")
    shutil.rmtree(aside)


def crash(ours, url):
    """Ends a process that holds secrets as a fault would, with core dumps allowed."""
    pattern = open("/proc/sys/kernel/core_pattern").read().strip()
    folder = tempfile.mkdtemp(dir=ours.folder)

    def cores():
        return [n for n in os.listdir(folder) if n.startswith("core")]

    unlimited = lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    control = None
    if pattern.startswith("|") or "/" in pattern:
        skipped(f"core dumps: this machine sends them away (core_pattern {pattern})")
    else:
        try:
            control = subprocess.Popen(["sleep", "60"], cwd=folder, preexec_fn=unlimited)
        except (OSError, ValueError, subprocess.SubprocessError):
            skipped("core dumps: the limit cannot be raised here")
    if control:
        time.sleep(0.2)
        control.send_signal(signal.SIGSEGV)
        control.wait()
        if not cores():
            skipped("core dumps: even `sleep` leaves none here")
        for name in cores():
            os.unlink(os.path.join(folder, name))
    config = os.path.join(ours.folder, "config.yaml")
    process = ours.start(
        "run", "--practice", url, "--config", config, "--home", os.path.join(ours.folder, "crashed"),
        core=True, cwd=folder, env={"SWIFT_BACKTRACE": "enable=yes,interactive=no"},
    )
    journal = os.path.join(ours.folder, "crashed", "journal")
    if not wait_until(lambda: os.path.isdir(journal) or process.poll() is not None, 30) or process.poll() is not None:
        problem("the run that was to crash had not begun")
    limits = open(f"/proc/{process.pid}/limits").read() if process.poll() is None else ""
    if not re.search(r"Max core file size\s+0\s+0\s", limits):
        problem("a live run may leave a core dump: its limit is not 0")
    other_user(process)
    process.send_signal(signal.SIGSEGV)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        problem("a crashed live run did not end")
        process.kill()
        process.wait()
    # The runtime's own report shows what the registers point at.
    if b"Registers:" in ours.text():
        problem("a crashed live run printed its registers")
    if cores():
        problem("a crashed live run left a core dump")
    print(f"crash: core_pattern '{pattern}', a plain process leaves a core, the live run left {len(cores())}")


def other_user(process):
    """A process of the same user may not read a live run's memory; root always can, which no process can prevent."""
    if os.geteuid() == 0:
        skipped("reading the memory as the same user: this hunt runs as root, who always may")
        return
    try:
        open(f"/proc/{process.pid}/mem", "rb").close()
        problem("another process of the same user can open a live run's memory")
    except PermissionError:
        print("memory: another process of the same user may not read it")


def controls(folder):
    """What is planted on purpose has to be found, in every form and place; else the hunt is blind."""
    place = os.path.join(folder, "control.bin")
    value = next(iter(planted.values))
    raw = value.encode()
    tries = [
        raw, raw.hex().encode(), base64.b64encode(b"user:" + raw), urllib.parse.quote(value, safe="").encode(),
        base64.urlsafe_b64encode(b"x" + raw + b"yz"),
    ]
    for data in tries:
        with open(place, "wb") as file:
            file.write(b"before " + data + b" after")
        if not any("control.bin" in text for text in search_files(folder)[0]):
            problem(f"the hunt is blind: it did not find a value planted as {data[:12]}...")
    os.unlink(place)
    sleeper = subprocess.Popen(["sleep", "30"], env={"PLANTED": value})
    watch = Watch()
    watch.add(sleeper.pid)
    watch.start()
    if not wait_until(lambda: watch.found, 5):
        problem("the hunt is blind: it did not find a value in a process's environment")
    watch.stopping.set()
    sleeper.kill()
    sleeper.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sauda")
    parser.add_argument("--seconds", type=int, default=20, help="how long the practice day takes")
    parser.add_argument("--keep", help="copy what was searched there")
    options = parser.parse_args()
    sauda = os.path.abspath(options.sauda)
    folder = tempfile.mkdtemp(prefix="sauda-hunt-")
    started = time.time()
    watch = Watch()
    watch.start()
    ours = Ours(sauda, folder, watch)
    with open(os.path.join(folder, "config.yaml"), "w") as file:
        file.write(CONFIG)
    server, port = practice(sauda, options.seconds)
    try:
        proxy = Proxy(port)
        proxy.start()
        ours.proxy = proxy
        url = f"http://127.0.0.1:{proxy.port}"
        environment = {"SAUDA_MAIN__API_SECRET": "planted-in-the-environment-77"}
        planted.add("planted-in-the-environment-77", "the environment")
        # A sign-in that is refused, then the day.
        first = ours.run("run", "--practice", url, "--config", "config.yaml", env=environment)
        print(f"the first run ended with {first}; refused so far: {len(proxy.lies)}")
        crash(ours, url)
        last = ours.run("run", "--practice", url, "--config", "config.yaml", "--format", "json", env=environment)
        print(f"the last run ended with {last}; refused: {', '.join(proxy.lies)}")
        commands(ours, url, proxy)
        vault(ours)
    finally:
        server.terminate()
        server.wait()
        watch.stopping.set()

    kinds = {source for source in planted.values.values()}
    for needed in ("access token", "checksum", "api-secret", "request token"):
        if needed not in kinds:
            problem(f"no {needed} crossed the wire: the day did not do what it was to do")
    if b"<secret>" not in ours.text():
        problem("nothing was masked: the refusals that quote secrets did not reach what is shown")
    if not proxy.lies:
        problem("no request was refused by the way in between")
    found, count, size = search_files(folder)
    for text in sorted(set(found) | watch.found):
        problem(f"FOUND {text}")
    controls(folder)
    if options.keep:
        shutil.copytree(folder, options.keep, dirs_exist_ok=True)
    shutil.rmtree(folder)
    print(
        f"hunted {len(planted.values)} secrets in {len(list(planted.forms()))} forms through {count} files "
        f"({size // 1000} kB) and {watch.looks} looks at {len(watch.pids)} processes, {time.time() - started:.0f} s"
    )
    for text in notes:
        print(f"NOT TRIED: {text}")
    print("PROBLEMS: " + "; ".join(problems) if problems else "nothing found")
    sys.exit(1 if problems else 0)


main()
