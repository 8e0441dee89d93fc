import SaudaBroker
package import SaudaTestKit
package import ZerodhaKiteAdapter
import ZerodhaKitePractice

extension ZerodhaKite {
    /// A person logs in every morning: the browser comes back with a token that works once.
    package static let cards = CardKit(
        adapter: { ZerodhaKite(endpoints: $0) },
        endpoints: { ["api": $0, "login": "\($0)/connect/login", "ticker": $1] },
        practice: { KitePractice($0, day: $1) },
        secretNames: ["api-key", "api-secret"],
        redirect: { given in
            let token = given.first { $0.name == "request-token" }?.value ?? ""
            return Secret("http://app/?request_token=\(token)&status=success")
        },
        subject: { try Samples.subject() },
        sections: Sections.sections
    )
}
