import Foundation
import SaudaCore
import SaudaService
import Testing

/// What stands in the unit, and what the supervisor is told.
@Suite struct SupervisionTests {
    private func unit(_ folder: String = "/srv/desk", _ more: [String] = []) -> ServiceUnit {
        ServiceUnit(
            command: ["/usr/bin/sauda", "serve", "--config", "\(folder)/config.yaml"] + more,
            folder: folder,
            home: "\(folder)/data",
            environment: nil,
            isUser: false
        )
    }

    @Test func `SVC-7: it is started again three times, five minutes apart, and may run for ever`() {
        let text = unit().text
        for line in [
            "Restart=on-failure", "RestartSec=300", "StartLimitBurst=4", "StartLimitIntervalSec=3600",
            "WatchdogSec=120", "Type=notify", "WantedBy=multi-user.target", "Environment=TZ=Asia/Kolkata",
            "RuntimeDirectory=sauda", "RuntimeDirectoryPreserve=yes",
        ] { #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)") }
        // Three restarts five minutes apart lie within the span that is counted.
        #expect(3 * 300 < 3600)
        #expect(!text.contains("RuntimeMaxSec"))
    }

    @Test func `what systemd would expand, split or unescape stays what it is`() {
        let text = unit("/srv/a b%h$HOME\"\\").text
        #expect(text.contains(#""/srv/a b%%h$$HOME\"\\/config.yaml""#))
        #expect(text.contains(#"ReadWritePaths="/srv/a b%%h$$HOME\"\\/data""#))
        #expect(text.contains("WorkingDirectory=/srv/a b%%h$HOME\"\\\n"))
    }

    @Test func `secrets come from a file that is named, never from the unit`() {
        var unit = unit()
        unit.environment = "/srv/desk/env"
        #expect(unit.text.contains("EnvironmentFile=\"/srv/desk/env\"\n"))
        #expect(!self.unit().text.contains("EnvironmentFile"))
    }

    /// A socket as systemd's, in a folder or under an abstract name.
    private func listen(_ name: String) throws -> Int32 {
        let file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            for (index, byte) in name.utf8.enumerated() {
                unsafe place[index] = index == 0 && name.hasPrefix("@") ? 0 : byte
            }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(file, $0, length) }
        }
        try #require(bound == 0)
        return file
    }

    private func heard(_ file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = unsafe recv(file, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    @Test(arguments: [false, true])
    func `systemd is told over the socket that it names`(isAbstract: Bool) throws {
        let folder = ScratchFolder()
        let name = isAbstract ? "@sauda-\(UUID().uuidString)" : "\(folder.path)/notify"
        let file = try listen(name)
        defer { close(file) }
        let supervisor = Supervisor(["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "120000000"])
        supervisor.ready()
        #expect(heard(file) == "READY=1")
        supervisor.status("trading\nEXTRA=1")
        #expect(heard(file) == "STATUS=tradingEXTRA=1")
        supervisor.alive()
        #expect(heard(file) == "WATCHDOG=1")
        supervisor.stopping()
        #expect(heard(file) == "STOPPING=1")
    }

    @Test func `a watchdog for another process, of no time or of nonsense is none`() {
        func watchdog(_ values: [String: String]) -> Int64? { Supervisor(values, process: 7).watchdog?.microseconds }
        #expect(watchdog(["WATCHDOG_USEC": "5000000"]) == 5_000_000)
        #expect(watchdog(["WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "7"]) == 5_000_000)
        #expect(watchdog(["WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "8"]) == nil)
        for value in ["0", "-1", "soon", ""] { #expect(watchdog(["WATCHDOG_USEC": value]) == nil) }
    }

    @Test func `without a socket, with a relative one or one too long, nothing happens`() {
        for name in [nil, "relative", "/" + String(repeating: "x", count: 200)] as [String?] {
            Supervisor(name.map { ["NOTIFY_SOCKET": $0] } ?? [:]).ready()
        }
    }

    @Test func `what the process takes of the machine follows what it does`() throws {
        let before = ProcessUse()
        var memory: [UInt8]? = Array(repeating: 7, count: 64_000_000)
        let file = try #require(FileHandle(forReadingAtPath: "/dev/null"))
        let during = ProcessUse()
        // Other tests run meanwhile: far more than theirs.
        #expect(during.heap - before.heap > 32_000_000)
        #expect(before.descriptors > 2 && before.resident > 1_000_000)
        #expect("\(during)".hasSuffix("\(during.descriptors) descriptors open"))
        #expect(memory?.last == 7)
        memory = nil
        #expect(during.heap - ProcessUse().heap > 32_000_000)
        try file.close()
    }
}
