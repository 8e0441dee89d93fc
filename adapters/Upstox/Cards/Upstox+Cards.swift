import SaudaBroker
package import SaudaTestKit
package import UpstoxAdapter
import UpstoxPractice

extension Upstox {
    /// A person logs in: the browser comes back with a code that works once.
    package static let cards = CardKit(
        adapter: { Upstox(endpoints: $0) },
        endpoints: {
            ["api": $0, "orders": $0, "instruments": "\($0)/market-quote/instruments/exchange", "sockets": $1]
        },
        practice: { UpstoxPractice($0, day: $1) },
        secretNames: ["api-key", "api-secret", "redirect-uri"],
        redirect: { given in
            let code = given.first { $0.name == "code" }?.value ?? ""
            return Secret("http://127.0.0.1/login/finish?code=\(code)&state=card")
        },
        subject: { try Samples.subject() },
        sections: Sections.sections
    )
}
