package import DhanAdapter
import DhanPractice
import SaudaBroker
package import SaudaTestKit

extension Dhan {
    /// A day begins with a token of the website: one by PIN and code can be made every two minutes only, and sessions
    /// die sooner here.
    package static let cards = CardKit(
        adapter: { Dhan(endpoints: $0) },
        endpoints: {
            [
                "api": "\($0)/v2", "auth": $0, "instruments": "\($0)/api-data/api-scrip-master-detailed.csv",
                "feed": "\($1)/", "depth": "\($1)/twentydepth", "orders": "\($1)/",
            ]
        },
        practice: { DhanPractice($0, day: $1) },
        secretNames: ["access-token", "pin", "totp-secret"],
        subject: { try Samples.subject() },
        sections: Sections.sections
    )
}
