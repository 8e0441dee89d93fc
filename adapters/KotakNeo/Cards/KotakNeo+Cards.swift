package import KotakNeoAdapter
import KotakNeoPractice
import SaudaBroker
package import SaudaTestKit

extension KotakNeo {
    package static let cards = CardKit(
        adapter: { KotakNeo(endpoints: $0) },
        endpoints: {
            [
                "login": $0, "api": $0, "files": $0, "feed": "\($1)/apifeed", "hsm": "\($1)/mlhsm",
                "orders": "\($1)/realtime",
            ]
        },
        practice: { KotakNeoPractice($0, day: $1) },
        secretNames: ["access-token", "mobile-number", "mpin", "totp-secret"],
        subject: { try Samples.subject() },
        sections: Sections.sections
    )
}
