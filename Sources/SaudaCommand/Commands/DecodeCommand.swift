import ArgumentParser
import Glibc

struct DecodeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Show what binary messages of a broker's price feed say, one JSON object a line.",
        discussion: """
            A file is one message as it came over the socket. With --hex it is text, one message a line in
            hexadecimal digits; blanks between them are fine, and so are empty lines. Messages that lean on those
            before them are read in the order of the lines, as those of one connection.
            Prices are decimal text, times are India time, what a message does not hold is left out.
            --recorded reads what `feed: keep_frames:` has kept: each line says when it came, on which connection, and
            what it was; texts are shown as they are.
            A malformed message gives what could be read of it and {"error": ...}.

            Examples:
              sauda decode BROKER frame.bin
              sauda decode BROKER --hex frames.txt
              echo 0001000800063a0100024ec3 | sauda decode BROKER --hex
              sauda decode BROKER --recorded home/frames/2026-11-20/main-091500.frames.gz

            Exit codes: 0 fine, 1 the job failed, 2 bad usage or config, 3 a malformed message.
            """
    )

    @Argument(help: ArgumentHelp("The broker's id, as in config.yaml.", valueName: "broker"))
    var broker: String

    @Argument(help: ArgumentHelp("The file; - for the standard input (the default).", valueName: "file"))
    var file = "-"

    @Flag(help: "Text in hexadecimal digits, one message a line.")
    var hex = false

    @Flag(help: "A file of frames that a run has kept.")
    var recorded = false

    @Option(help: ArgumentHelp("Which price feed, of a broker with several (the usual one).", valueName: "name"))
    var feed: String?

    func validate() throws {
        guard !recorded || (!hex && file != "-") else {
            throw ValidationError("--recorded wants a file, without --hex.")
        }
    }

    func run(_ context: CommandContext) async throws {
        if recorded { return try RecordedFrames(file).show(by: try decoder(context.plugins)) }
        let decode = try decoder(context.plugins).begin()
        let bytes = try read()
        let frames = frames(bytes)
        guard !frames.allSatisfy({ $0?.isEmpty ?? false }) || !hex else {
            throw CommandFailure(.badData, "\(file == "-" ? "the standard input" : file) has no message to decode.")
        }
        var isMalformed = false
        for (number, line) in frames.enumerated() {
            guard let frame = line else {
                isMalformed = true
                Terminal.out(#"{"error":"line \#(number + 1): not an even count of hexadecimal digits"}"#)
                continue
            }
            if hex, frame.isEmpty { continue }
            let decoded = unsafe decode(frame.span.bytes)
            for text in decoded.lines { Terminal.out(text) }
            for note in decoded.notes { Terminal.err(hex ? "note: line \(number + 1): \(note)" : "note: \(note)") }
            if decoded.isMalformed { isMalformed = true }
        }
        if isMalformed { throw ExitCode(ExitStatus.badData.rawValue) }
    }

    private func decoder(_ plugins: Plugins) throws -> FrameDecoder {
        let known = plugins.brokers.filter { !$0.decoders.isEmpty }
        guard let plugin = known.first(where: { $0.id == broker }), let usual = plugin.decoders.first else {
            let names = known.map(\.id).joined(separator: ", ")
            throw CommandFailure(.badUsage, "no messages of '\(broker)' can be decoded. Brokers that can: \(names).")
        }
        guard let feed else { return usual }
        guard let decoder = plugin.decoders.first(where: { $0.name == feed }) else {
            let names = plugin.decoders.map(\.name).joined(separator: ", ")
            throw CommandFailure(.badUsage, "'\(broker)' has no feed '\(feed)'. Feeds that it has: \(names).")
        }
        return decoder
    }

    private func read() throws -> [UInt8] {
        var bytes: [UInt8] = []
        let source = file == "-" ? STDIN_FILENO : unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else {
            throw CommandFailure(.badData, "cannot open \(file): \(Self.reason). Check the path.")
        }
        defer { if file != "-" { close(source) } }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandFailure(.badData, "cannot read \(file): \(Self.reason).") }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static var reason: String { unsafe String(cString: strerror(errno)) }

    /// The messages; nil for a line that is none.
    private func frames(_ bytes: [UInt8]) -> [[UInt8]?] {
        guard hex else { return [bytes] }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.map(Self.unhex)
    }

    private static func unhex(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        var digits: [UInt8] = []
        for byte in line {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(byte - UInt8(ascii: "A") + 10)
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            default: return nil
            }
        }
        guard digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
