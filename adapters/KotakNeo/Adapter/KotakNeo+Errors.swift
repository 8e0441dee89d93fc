import SaudaBroker
import SaudaCore

extension BrokerError {
    static func kotak(
        _ summary: String,
        _ nextStep: String,
        _ recovery: Recovery,
        _ rejection: Rejection? = nil
    ) -> BrokerError {
        BrokerError(
            broker: KotakNeo.id,
            summary: summary,
            nextStep: nextStep,
            recovery: recovery,
            rejection: rejection
        )
    }
}
