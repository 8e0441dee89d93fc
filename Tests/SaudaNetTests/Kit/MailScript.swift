import NIOCore

/// What a mail server says. It plays SMTP line by line and notes each line it is told.
struct MailScript: Sendable {
    /// Offered after EHLO.
    var offers = ["AUTH PLAIN"]
    /// Said instead of yes, by the first word of what it answers; `TEXT` is the mail itself.
    var answers: [String: String] = [:]

    func play(_ peer: Peer) async throws {
        try await say(peer, "220 mail.test ESMTP")
        while true {
            let line = try await read(peer)
            peer.server.note(line)
            let verb = String(line.prefix { $0 != " " }.uppercased())
            if let answer = answers[verb] {
                try await say(peer, answer)
                continue
            }
            switch verb {
            case "EHLO":
                for offer in offers { try await say(peer, "250-\(offer)") }
                try await say(peer, "250 8BITMIME")
            case "AUTH":
                // The name and the word may stand in the line or come after it.
                if line.split(separator: " ").count < 3 {
                    try await say(peer, "334 ")
                    peer.server.note(try await read(peer))
                }
                try await say(peer, answers["WORD"] ?? "235 welcome")
            case "DATA":
                try await say(peer, "354 go on")
                var text: [String] = []
                while text.last != "." { text.append(try await read(peer)) }
                peer.server.note(text.joined(separator: "\r\n"))
                try await say(peer, answers["TEXT"] ?? "250 queued")
            case "QUIT":
                return try await say(peer, "221 bye")
            default: try await say(peer, "250 fine")
            }
        }
    }

    private func say(_ peer: Peer, _ text: String) async throws { try await peer.send(text + "\r\n") }

    private func read(_ peer: Peer) async throws -> String {
        var line: [UInt8] = []
        while !line.suffix(2).elementsEqual([13, 10]) { line += try await peer.take(1) }
        return String(decoding: line.dropLast(2), as: UTF8.self)
    }
}
