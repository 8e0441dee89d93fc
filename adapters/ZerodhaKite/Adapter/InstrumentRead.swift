import SaudaBroker
import SaudaCore

/// The instrument list of all exchanges, as CSV (protocol section 3.13).
struct InstrumentRead: Dialogue {
    private let api: KiteAPI

    init(_ api: KiteAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(api.getUnsigned("/instruments")) }
            guard (200..<300).contains(response.status), !response.body.starts(with: [UInt8(ascii: "{")]) else {
                _ = try Failures.data(response)
                throw Failures.wrongShape("no list of instruments")
            }
            return .done(.instruments(try InstrumentDump.list(response.body, on: now.day)))
        } catch {
            return .failed(error)
        }
    }
}
