import FoundationEssentials

/// Messages of a broker's price feed, as the peers' harness writes them.
struct FeedFrames {
    struct Failure: Error, CustomStringConvertible { var description: String }

    var frames: [[UInt8]] = []

    /// Repeated: four bytes of length, little-endian, and the frame.
    init(_ path: String) throws {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw Failure(description: "there is no \(path); make it with the generators of shared/bench.")
        }
        let bytes = [UInt8](data)
        var place = 0
        while place + 4 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
            guard place + 4 + length <= bytes.count else { throw Failure(description: "\(path) is cut off.") }
            frames.append(Array(bytes[place + 4..<place + 4 + length]))
            place += 4 + length
        }
    }

    /// Prints packets a second of processor time.
    ///
    /// - Parameter receive: reads one frame and gives the number of its packets.
    func measure(_ item: String, into way: String, runs: Int, _ receive: ([UInt8]) -> Int) {
        var speeds: [Double] = []
        for _ in 0..<runs {
            let start = ProcessorTime.now
            var packets = 0
            var seconds = 0.0
            repeat {
                for frame in frames { packets += receive(frame) }
                seconds = ProcessorTime.now - start
            } while seconds < 0.3
            speeds.append(Double(packets) / seconds)
        }
        BenchLine.print(item, "full", unit: "packets/s", speeds, more: #","into":"\#(way)""#)
    }
}
