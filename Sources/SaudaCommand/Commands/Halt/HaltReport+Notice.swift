import SaudaCore
import SaudaService

extension HaltReport {
    /// What came of it at the account, for whoever takes alerts: confirmed by the broker, or what was not and why.
    func notice(at time: Timestamp) -> Notice {
        let all = cancelled + closed
        let done = all.count { $0.outcome == .accepted }
        let open = all.filter { $0.outcome == .refused || $0.outcome == .inDoubt }
            .map { "\($0.order): \($0.outcome == .inDoubt ? "in doubt" : "not done") \($0.text)" }
        let rest = open + left.map { "\($0.what): \($0.why)" } + (failure.map { [$0] } ?? [])
        guard !rest.isEmpty else {
            let text = all.isEmpty ? "no order worked" : "\(done) confirmed by \(broker)"
            return Notice(.warning, "halt-confirmed", text, account: account, at: time)
        }
        let text = "\(done) confirmed by \(broker), not confirmed: \(rest.joined(separator: "; "))"
        return Notice(.critical, "halt-not-confirmed", text, account: account, at: time)
    }
}
