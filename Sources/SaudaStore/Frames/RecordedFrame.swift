package import SaudaCore

/// A message of a broker's socket as it came.
package struct RecordedFrame: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable {
        case text = 1
        case binary = 2
    }

    /// When it reached us.
    package var time: Timestamp
    /// Counts the connections of one run.
    package var connection: UInt64
    package var kind: Kind
    package var bytes: [UInt8]

    package init(_ time: Timestamp, connection: UInt64, _ kind: Kind, _ bytes: [UInt8]) {
        self.time = time
        self.connection = connection
        self.kind = kind
        self.bytes = bytes
    }

    /// The row of a file of frames: microseconds since the row before (zigzag), connection, kind, length, bytes.
    package func encode(after before: Timestamp, into writer: inout ByteWriter) {
        writer.write(signed: time.microseconds - before.microseconds)
        writer.write(unsigned: connection)
        writer.write(byte: kind.rawValue)
        writer.write(unsigned: UInt64(bytes.count))
        writer.write(bytes: bytes)
    }

    package init(decoding reader: inout ByteReader, after before: Timestamp) throws(ByteError) {
        let (sum, overflow) = before.microseconds.addingReportingOverflow(try reader.readSigned())
        let connection = try reader.readUnsigned()
        let byte = try reader.readByte()
        let count = try reader.readUnsigned()
        guard !overflow, let kind = Kind(rawValue: byte), count <= UInt64(reader.remaining) else {
            throw ByteError(.damaged, offset: reader.offset, what: "no frame is written like this")
        }
        self.init(
            Timestamp(microseconds: sum),
            connection: connection,
            kind,
            Array(try reader.readBytes(Int(count)))
        )
    }
}
