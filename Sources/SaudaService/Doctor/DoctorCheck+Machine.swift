import SaudaCore

extension DoctorCheck {
    static let machine: [DoctorCheck] = [
        DoctorCheck("clock-service") { facts in
            guard let isKept = facts.machine.isClockSynchronised else { return .skipped("the kernel does not say") }
            guard isKept else {
                return .warning(
                    "no time server keeps this machine's clock",
                    fix: "timedatectl set-ntp true, or run chrony on the host"
                )
            }
            return .ok("kept by a time server")
        },
        // FED-3: rules go by India's time whatever the zone; logs and cron do not.
        DoctorCheck("time-zone") { facts in
            guard let offset = facts.machine.zoneOffset else { return .skipped("it cannot be read") }
            guard abs(offset - 19_800) <= 360 else {
                let sign = offset < 0 ? "-" : "+"
                let minutes = abs(offset) / 60
                return .warning(
                    "the machine is at UTC\(sign)\(two(minutes / 60)):\(two(minutes % 60)), not +05:30; "
                        + "sauda goes by India's time, but cron and other programs' logs do not",
                    fix: "timedatectl set-timezone Asia/Kolkata, or TZ=Asia/Kolkata in a container"
                )
            }
            return .ok("India's")
        },
        DoctorCheck("descriptors") { facts in
            guard let limit = facts.machine.descriptors else { return .skipped("unknown") }
            if limit < 256 { return .failed("\(limit) open files at most", fix: "ulimit -n 4096, or LimitNOFILE=") }
            if limit < 1024 { return .warning("\(limit) open files at most", fix: "ulimit -n 4096, or LimitNOFILE=") }
            return .ok("\(limit) open files at most")
        },
        DoctorCheck("memory") { facts in
            guard let bytes = facts.machine.memoryAvailable else { return .skipped("unknown") }
            let text = "\(bytes >> 20) MiB available"
            if bytes < 128 << 20 { return .failed(text, fix: "end other programs: the kernel would end sauda") }
            if bytes < 512 << 20 { return .warning(text, fix: "end other programs, or add memory") }
            return .ok(text)
        },
        DoctorCheck("load") { facts in
            guard let load = facts.machine.load else { return .skipped("unknown") }
            let text = "\((load * 100).rounded() / 100) on \(facts.machine.processors) processors"
            guard load < Double(facts.machine.processors) * 2 else {
                return .warning("\(text): orders will be late", fix: "end what else runs here")
            }
            return .ok(text)
        },
        DoctorCheck("core-dumps") { facts in
            guard let limit = facts.machine.coreLimit else { return .skipped("unknown") }
            return .ok(limit == 0 ? "off" : "on here; sauda gives its own up before it reads a secret")
        },
        DoctorCheck("random") { facts in
            guard let hasRandom = facts.machine.hasRandom else { return .skipped("unknown") }
            return hasRandom
                ? .ok("OpenSSL has random bytes")
                : .failed("OpenSSL gives no random bytes", fix: "check openssl.cnf and /dev/urandom")
        },
        DoctorCheck("certificates") { facts in
            guard let hasThem = facts.machine.hasCertificates else { return .skipped("unknown") }
            return hasThem
                ? .ok("a bundle of authorities is there")
                : .failed("no bundle of certificate authorities", fix: "install the package ca-certificates")
        },
        DoctorCheck("proxies") { facts in
            guard !facts.machine.proxies.isEmpty else { return .ok("none in the environment") }
            return .ok("\(facts.machine.proxies.joined(separator: ", ")) is set; sauda goes through egress: only")
        },
        DoctorCheck("login-port") { facts in
            guard let isFree = facts.machine.isLoginPortFree else { return .skipped("not tried") }
            guard isFree else {
                return .warning(
                    "127.0.0.1:5010 is in use",
                    fix: "`sauda login --port N` with a registered redirect address"
                )
            }
            return .ok("127.0.0.1:5010 is free for `sauda login`")
        },
    ]

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
