import SaudaCore
import SaudaStore

/// A file of kept frames, as `sauda decode` shows it: a JSON object for each thing that a frame says.
struct RecordedFrames {
    private let path: String
    private let frames: [RecordedFrame]
    private let isCut: Bool

    init(_ path: String) throws {
        self.path = path
        (frames, isCut) = try FrameFile.read(path)
    }

    func show(by decoder: FrameDecoder) throws {
        // Messages lean on those before them on the same connection.
        var decoders: [UInt64: (RawSpan) -> DecodedFrame] = [:]
        for frame in frames {
            let start = "{\"received\":\"\(frame.time)\",\"connection\":\(frame.connection)"
            guard frame.kind == .binary else {
                let text = try JSONText.of(String(decoding: frame.bytes, as: UTF8.self))
                Terminal.out("\(start),\"text\":\(text)}")
                continue
            }
            let decode = decoders[frame.connection] ?? decoder.begin()
            decoders[frame.connection] = decode
            let decoded = unsafe decode(frame.bytes.span.bytes)
            for line in decoded.lines { Terminal.out("\(start),\"frame\":\(line)}") }
            for note in decoded.notes { Terminal.err("note: \(frame.time): \(note)") }
        }
        if isCut { Terminal.err("\(path) ends in the middle of a write; what came before is shown.") }
    }
}
