import Foundation
import FoundationNetworking
import Testing

/// A `sauda practice` process of a test's own, with a configuration that talks to it.
final class PracticeDesk {
    let folder: Folder
    let url: String
    /// What `--print-env` said.
    let exports: [String: String]
    private let process: Process

    /// - Parameter arguments: Further ones of `sauda practice`.
    init(
        _ arguments: [String] = [],
        broker: String = "zerodha-kite",
        from: String = "10:00:00",
        symbols: String = "INFY,SBIN,ITC"
    ) throws {
        folder = try Folder()
        process = ToolRun.process(
            [
                "practice", broker, "--print-env", "--symbols", symbols, "--day", "2026-03-20", "--from", from,
            ] + arguments,
            in: folder
        )
        let out = Pipe()
        process.standardOutput = out
        try process.begin()
        var text = ""
        let kite = arguments.contains("--ask-password") ? "KITE_TOTP_SECRET" : "KITE_REQUEST_TOKEN"
        let lasts = ["dhan": "DHAN_APP_SECRET", "kotak-neo": "KOTAK_NEO_TOTP_SECRET", "upstox": "UPSTOX_CODE"]
        let last = lasts[broker] ?? kite
        while !text.contains(last) || text.last != "\n" {
            let part = out.fileHandleForReading.availableData
            try #require(!part.isEmpty)
            text += String(decoding: part, as: UTF8.self)
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix("export SAUDA_PRACTICE_URL=") }
        url = try #require(line?.split(separator: "'").last.map(String.init))
        exports = Dictionary(
            text.split(separator: "\n").compactMap { line in
                let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), parts[1].filter { $0 != "'" }) : nil
            },
            uniquingKeysWith: { $1 }
        )
        try folder.write(Self.config.replacingOccurrences(of: "zerodha-kite", with: broker), to: "config.yaml")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// Of its process.
    var number: Int32 { process.processIdentifier }

    /// Runs a command against it.
    func run(_ arguments: [String], through shell: String? = nil) throws -> ToolRun {
        try ToolRun(arguments + ["--practice", url], in: folder, through: shell)
    }

    /// Asks the server itself for something.
    func post(_ path: String, _ form: String) async throws {
        var request = URLRequest(url: try #require(URL(string: url + path)))
        request.httpMethod = "POST"
        request.httpBody = Data(form.utf8)
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        let (_, response) = try await URLSession.shared.data(for: request)
        #expect((response as? HTTPURLResponse)?.statusCode == 200)
    }

    static let config = """
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
          paper: {broker: paper, capital: 1000}
        feed: {account: main}
        universe: [INFY, SBIN, ITC]
        strategies: {}
        alerts: []
        """
}
