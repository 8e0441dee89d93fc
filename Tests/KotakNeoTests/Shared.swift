import Foundation
import SaudaBroker
import SaudaCore
import Testing

/// The folder of shared data beside the checkout.
enum Shared {
    static let directory: URL = {
        if let path = ProcessInfo.processInfo.environment["SAUDA_SHARED"] { return URL(filePath: path) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        return package.deletingLastPathComponent().appending(path: "shared", directoryHint: .isDirectory)
    }()

    /// True with CI=true even when the file is absent, so that the test fails there instead of being left out.
    static func wants(_ file: String) -> Bool {
        if FileManager.default.fileExists(atPath: directory.appending(path: file).path) { return true }
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        print("SKIPPED: no \(file) under \(directory.path); set SAUDA_SHARED to the folder of the shared data.")
        return false
    }

    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: file)))
    }
    static func json(_ file: String) throws -> JSON { try JSON(bytes(file)) }
}

enum Hex {
    static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// A seeded generator, so that a failing round can be run again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Some bytes changed, cut or added.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &self) {
            switch Int.random(in: 0..<4, using: &self) {
            case 0, 1:
                guard !bytes.isEmpty else { continue }
                bytes[Int.random(in: 0..<bytes.count, using: &self)] = UInt8.random(in: 0...255, using: &self)
            case 2: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &self)))
            default:
                bytes += (0..<Int.random(in: 0...40, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
            }
        }
        return bytes
    }
}

/// A codec with one call an input, and what came of it.
struct Talk<Codec: StreamCodec> {
    var codec: Codec
    var now = Sample.now

    init(_ codec: Codec) { self.codec = codec }

    mutating func opened() -> StreamOutput {
        var output = StreamOutput()
        codec.opened(at: now, into: &output)
        return output
    }

    mutating func want(_ instruments: [InstrumentID]) -> StreamOutput {
        var output = StreamOutput()
        codec.want(instruments, at: now, into: &output)
        return output
    }

    mutating func receive(_ frame: [UInt8]) -> StreamOutput {
        var output = StreamOutput()
        unsafe codec.receive(binary: frame.span.bytes, at: now, into: &output)
        return output
    }

    mutating func receive(_ text: String) -> StreamOutput {
        var output = StreamOutput()
        codec.receive(text: text, at: now, into: &output)
        return output
    }

    mutating func timer() -> StreamOutput {
        var output = StreamOutput()
        codec.timer(at: now, into: &output)
        return output
    }
}
