import SaudaBroker
import SaudaCore

/// The instrument files of NSE and BSE, public and packed (protocol section 3).
struct InstrumentRead: Dialogue {
    /// What a file may unpack to: several times what one has been.
    private static let cap = 256 << 20

    private let api: UpstoxAPI
    private var left = ["NSE", "BSE"][...]
    private var reader = InstrumentReader()

    init(_ api: UpstoxAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input { try reader.take(try Self.file(response)) }
            guard let exchange = left.popFirst() else { return .done(.instruments(try reader.list())) }
            return .send(api.instruments(of: exchange))
        } catch {
            return .failed(error)
        }
    }

    private static func file(_ response: HTTPResponse) throws(BrokerError) -> [UInt8] {
        guard (200..<300).contains(response.status), !response.body.starts(with: [UInt8(ascii: "{")]) else {
            _ = try Failures.body(response)
            throw Failures.wrongShape("no list of instruments")
        }
        // The transport may have unpacked it.
        guard Gunzip.isPacked(response.body) else { return response.body }
        guard let bytes = Gunzip.unpack(response.body, cap: cap) else {
            throw InstrumentReader.damaged("the list is no whole gzip file")
        }
        return bytes
    }
}
