import SaudaBroker
import SaudaCore

/// The detailed instrument master, as CSV and without a session (protocol section 1.1).
struct InstrumentRead: Dialogue {
    private let api: DhanAPI

    init(_ api: DhanAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(api.master()) }
            guard (200..<300).contains(response.status), !response.body.starts(with: [UInt8(ascii: "{")]) else {
                _ = try Failures.body(response)
                throw Failures.wrongShape("no list of instruments")
            }
            return .done(.instruments(try InstrumentMaster.list(response.body)))
        } catch {
            return .failed(error)
        }
    }
}
