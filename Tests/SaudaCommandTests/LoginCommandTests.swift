import Foundation
import FoundationNetworking
import Glibc
import Testing

/// `sauda login`, `status` and `logout` as a person uses them, against a practice server.
@Suite struct LoginCommandTests {
    @Test func `a login in the browser is caught, shown by status, and ended by logout`() async throws {
        let desk = try PracticeDesk()
        let before = try desk.run(["status", "--format", "json"])
        #expect(before.status == 1)
        #expect(before.out.contains("\"state\" : \"signed-out\""))

        let process = ToolRun.process(
            [
                "login", "main", "--port", "0", "--no-browser", "--within", "3600", "--format", "json", "--practice",
                desk.url,
            ],
            in: desk.folder
        )
        let (out, err) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (out, err)
        try process.begin()
        let (page, waiting) = try addresses(err)
        let redirect = try await location(of: page)
        // Somebody else's login is turned away, ours is taken.
        let query = try #require(redirect.split(separator: "?").last)
        let forged = query.split(separator: "&").map { $0.hasPrefix("state=") ? "state=0" : $0 }.joined(separator: "&")
        #expect(try await status(of: "\(waiting)?\(forged)") == 403)
        #expect(try await status(of: "\(waiting)?\(query)", origin: "https://evil.example") == 403)
        #expect(try await status(of: "\(waiting)?\(query)") == 200)
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.contains("\"state\" : \"signed-in\"") && text.contains("\"user\" : \"ZZ0001\""))

        let after = try desk.run(["status"])
        #expect(after.status == 0, "\(after.out) \(after.err)")
        #expect(after.out.contains("signed-in") && after.out.contains("ZZ0001") && after.out.contains("paper"))
        let again = try desk.run(["login", "main"])
        #expect(again.out.contains("main is signed in already to zerodha-kite as ZZ0001"))
        #expect(try desk.run(["logout"]).out == "main is signed out.\n")
        #expect(try desk.run(["logout"]).out == "main was not signed in.\n")
    }

    @Test func `a login on a practice server that knows the app's address comes back by itself`() async throws {
        // Some port that is free: taken by the practice server as a redirect, and then by the login.
        let port = try freePort()
        let desk = try PracticeDesk(["--redirect", "http://127.0.0.1:\(port)/"])
        let process = ToolRun.process(
            ["login", "--port", "\(port)", "--no-browser", "--within", "3600", "--practice", desk.url],
            in: desk.folder
        )
        let (out, err) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (out, err)
        try process.begin()
        _ = try addresses(err)
        // The browser's whole part: start here, and follow.
        #expect(try await status(of: "http://127.0.0.1:\(port)/login") == 200)
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.contains("main signed in to zerodha-kite as ZZ0001"))
    }

    @Test func `a pasted address or token signs in, a used or made-up one is refused with what to do`() async throws {
        let desk = try PracticeDesk()
        let key = try await credentials(desk)["api-key"] ?? ""
        let redirect = try await location(of: "\(desk.url)/connect/login?v=3&api_key=\(key)")
        let paste = "printf '%s\\n' '\(redirect)' | \"$0\" \"$@\""
        let good = try desk.run(["login", "--token"], through: paste)
        #expect(good.status == 0, "\(good.err)")
        #expect(good.out.contains("main signed in to zerodha-kite as ZZ0001 until 2026-03-21 06:00:00"))
        // It works once.
        let used = try desk.run(["login", "--token", "--again"], through: paste)
        #expect(used.status == 1)
        #expect(used.err.contains("Log in again: a request token works once, for a few minutes"), "\(used.err)")
        #expect(!used.err.contains(redirect.split(separator: "=").last ?? "?"))
        let empty = try desk.run(["login", "--token", "--again"])
        #expect(empty.status == 1)
        #expect(empty.err.contains("nothing was pasted"))
        // The session of before is still there.
        #expect(
            try desk.run(["funds"]).out == "main: 10,00,000.00 rupees available; sauda may use 10,00,000.00 of it\n"
        )
    }

    @Test func `with password and totp-secret nobody is asked, and neither is shown`() throws {
        let desk = try PracticeDesk(["--ask-password"])
        let run = try desk.run(["login", "--no-browser"])
        #expect(run.status == 0 && run.out.contains("main signed in to zerodha-kite as ZZ0001"), "\(run.err)")
        #expect(!run.err.contains("Log in here"))
        #expect(try desk.run(["logout"]).status == 0)
        // Every other command signs in by itself too.
        #expect(try desk.run(["funds"]).out.contains("rupees available"))
        let secrets = desk.exports.filter { ["KITE_PASSWORD", "KITE_TOTP_SECRET"].contains($0.key) }
        #expect(secrets.count == 2)
        for secret in secrets.values { #expect(!(run.out + run.err).contains(secret)) }
    }

    @Test func `nobody coming ends the wait and says what to check`() throws {
        let desk = try PracticeDesk()
        let run = try desk.run(["login", "--port", "0", "--within", "1", "--no-browser"])
        #expect(run.status == 1)
        #expect(run.err.contains("nobody logged in within 1 s."), "\(run.err)")
    }

    @Test(
        "what cannot be is refused by name",
        arguments: [
            (["login", "paper"], "account 'paper' is on the paper exchange inside sauda"),
            (["login", "nobody"], "no account is called 'nobody'. There are main."),
            (["login", "--port", "70000"], "--port is 0 to 65535."),
            (["funds", "--practice-ca", "x"], "--practice-ca belongs to --practice URL"),
            (["funds", "--practice", "http://example.com:1"], "a practice server is on this machine"),
        ]
    )
    func refusals(arguments: [String], text: String) throws {
        let folder = try Folder()
        try folder.write(PracticeDesk.config, to: "config.yaml")
        let run = try ToolRun(arguments, in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains(text), "\(run.err)")
    }

    // MARK: - The browser's part

    private func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(isBound)
        return UInt16(bigEndian: address.sin_port)
    }

    /// The login page, and where the redirect is waited for.
    private func addresses(_ err: Pipe) throws -> (page: String, waiting: String) {
        var text = ""
        while !text.contains("to come back") {
            let part = err.fileHandleForReading.availableData
            try #require(!part.isEmpty, "\(text)")
            text += String(decoding: part, as: UTF8.self)
        }
        let words = text.split { $0 == " " || $0 == "\n" }.filter { $0.hasPrefix("http://") }
        return (String(words[0]), String(words[2]))
    }

    private func credentials(_ desk: PracticeDesk) async throws -> [String: String] {
        let url = try #require(URL(string: desk.url + "/practice/credentials"))
        return try JSONDecoder().decode([String: String].self, from: try await URLSession.shared.data(from: url).0)
    }

    /// Where a log-in on the page ends.
    private func location(of page: String) async throws -> String {
        let (_, response) = try await URLSession.shared.data(from: try #require(URL(string: page)))
        return try #require(response.url?.absoluteString)
    }

    private func status(of url: String, origin: String? = nil) async throws -> Int? {
        var request = URLRequest(url: try #require(URL(string: url)))
        if let origin { request.setValue(origin, forHTTPHeaderField: "Origin") }
        return (try await URLSession.shared.data(for: request).1 as? HTTPURLResponse)?.statusCode
    }

    @Test func `sign-ins at practice servers are not counted: each start of one wants another`() throws {
        let desk = try PracticeDesk()
        let session = desk.folder.url.appending(path: "home/main.practice.session")
        for _ in 0..<7 {
            let run = try desk.run(["funds"])
            #expect(run.status == 0, "\(run.err)")
            try FileManager.default.removeItem(at: session)
        }
        #expect(!FileManager.default.fileExists(atPath: session.path + ".tries"))
    }
}
