import Foundation
import Testing

/// The secret hunt in short (S1-64); `scripts/secret-hunt.sh` does more: quoted refusals, the vault, a crash.
@Suite struct SecretHuntTests {
    private static let config = """
        version: 1
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
        universe: [RELIANCE, TCS]
        strategies: {ema9-exit: {use: ema9-sell, account: main}}
        alerts: []
        """

    /// Written with Foundation alone.
    private static func forms(of value: String) -> [Data] {
        let raw = Data(value.utf8)
        let percent = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value
        let hex = raw.map { String(format: "%02x", $0) }.joined()
        let base64 = (0..<3).map { before in
            let whole = (Data(repeating: 0, count: before) + raw).base64EncodedString()
            let first = (before * 8 + 5) / 6
            return String(whole.dropFirst(first).prefix((before + raw.count) * 8 / 6 - first))
        }
        return ([value, percent, hex, hex.uppercased()] + base64).map { Data($0.utf8) }
    }

    private static func found(_ values: [String], in data: Data, _ place: String) -> [String] {
        values.flatMap { value in
            forms(of: value).filter { data.range(of: $0) != nil }.map { _ in "\(value.prefix(4))... in \(place)" }
        }
    }

    private static func found(_ values: [String], under folder: Folder) throws -> [String] {
        let files = try #require(FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil))
        return files.compactMap { $0 as? URL }.flatMap { file -> [String] in
            guard let data = try? Data(contentsOf: file) else { return [] }
            return found(values, in: data, file.lastPathComponent)
        }
    }

    @Test func `a practice day leaves no secret in what it prints, keeps or shows of its process`() throws {
        let folder = try Folder()
        try folder.write(Self.config, to: "config.yaml")
        let server = try Server(in: try Folder())
        defer { server.end() }
        let inherited = "planted-environment-5566"
        var values = ["api-key", "api-secret", "request-token"].compactMap { server.values[$0] }
        try #require(values.count == 3)
        values.append(inherited)

        let run = ToolRun.process(
            ["run", "--practice", try #require(server.values["base-url"]), "--format", "json"],
            in: folder,
            through: #"exec "$0" "$@" > out 2> err"#
        )
        run.environment = ProcessInfo.processInfo.environment.merging(["SAUDA_MAIN__API_SECRET": inherited]) { $1 }
        try run.begin()
        var shown: Set<String> = []
        var looks = 0
        let process = "/proc/\(run.processIdentifier)"
        while run.isRunning {
            // The journal is there once the day has begun, long after the environment was cleared.
            let hasBegun = FileManager.default.fileExists(atPath: folder.url.appending(path: "home/journal").path)
            for name in ["cmdline"] + (hasBegun ? ["environ"] : []) {
                // Gone already when it has just ended.
                guard let data = FileManager.default.contents(atPath: "\(process)/\(name)") else { continue }
                if hasBegun, name == "environ" { looks += 1 }
                shown.formUnion(Self.found(values, in: data, name))
            }
            if hasBegun, looks == 1 {
                let limits = String(
                    decoding: FileManager.default.contents(atPath: "\(process)/limits") ?? Data(),
                    as: UTF8.self
                )
                let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
                #expect(core?.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"], "\(limits)")
            }
            usleep(20_000)
        }
        let out = try String(contentsOf: folder.url.appending(path: "err"), encoding: .utf8)
        #expect(run.terminationStatus == 0, "\(out)")
        #expect(looks > 0)
        #expect(shown.isEmpty, "\(shown)")
        #expect(try Self.found(values, under: folder).isEmpty)

        // The hunt is not blind: what is planted on purpose is found, in each form.
        for (form, bytes) in Self.forms(of: inherited).enumerated() {
            try (Data("x=".utf8) + bytes + Data("&y".utf8)).write(to: folder.url.appending(path: "home/control"))
            #expect(try !Self.found(values, under: folder).isEmpty, "form \(form)")
        }
    }

    /// `sauda practice` for the last minutes of a day.
    private final class Server {
        let process: Process
        private(set) var values: [String: String] = [:]

        init(in folder: Folder) throws {
            let arguments = ["--symbols", "RELIANCE,TCS", "--day", "2026-08-20", "--from", "15:28:30", "--speed", "90"]
            process = ToolRun.process(
                ["practice", "zerodha-kite"] + arguments + ["--fault", "token-death@15:29:10"],
                in: folder
            )
            let out = Pipe()
            process.standardOutput = out
            try process.begin()
            var text = ""
            while !text.contains("request-token") || !text.hasSuffix("\n") {
                let part = out.fileHandleForReading.availableData
                try #require(!part.isEmpty)
                text += String(decoding: part, as: UTF8.self)
            }
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: " ", omittingEmptySubsequences: true)
                if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            }
        }

        func end() {
            process.terminate()
            process.waitUntilExit()
        }
    }
}
