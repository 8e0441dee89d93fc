import SaudaBroker

extension SocketMessage {
    var bytes: [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .binary(let bytes), .ping(let bytes): bytes
        }
    }

    /// A message of the same kind with other bytes; of a text those that are no UTF-8 are replaced.
    func with(_ bytes: [UInt8]) -> SocketMessage {
        switch self {
        case .text: .text(String(decoding: bytes, as: UTF8.self))
        case .binary: .binary(bytes)
        case .ping: .ping(bytes)
        }
    }
}
