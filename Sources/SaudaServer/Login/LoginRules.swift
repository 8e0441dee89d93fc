package import SaudaBroker

/// Which request to the loopback address is the one redirect that a login ends with. A value: no socket, no clock.
///
/// Any page in any browser on this machine can send requests here. What it cannot do is navigate with the state that
/// only our login page carried, or hide that it is a page: browsers name the origin of all but plain navigations.
package struct LoginRules: Sendable {
    package enum Verdict: Hashable, Sendable {
        /// The address that the browser was sent back to.
        case taken(Secret)
        /// The start: on to the broker's page.
        case goOn(Secret)
        /// Not the redirect; `status` and words for whoever sent it.
        case refused(Int, String)
    }

    /// Where the browser starts: it is sent on from here, so that the broker's address stands in no process list.
    package static let start = "/login"

    private let page: Secret
    /// What the redirect must bring back; nil when the broker's login brings nothing back.
    private let state: Secret?
    private var isDone = false

    package init(page: Secret, state: Secret?) {
        self.page = page
        self.state = state
    }

    /// - Parameters:
    ///   - target: The request's path and query.
    ///   - port: The port that it came to.
    package mutating func verdict(
        _ method: String,
        _ target: String,
        headers: [HTTPHeader],
        port: Int
    ) -> Verdict {
        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        guard let host = header("host"), ["127.0.0.1:\(port)", "localhost:\(port)"].contains(host.lowercased()) else {
            return .refused(403, "This address goes by another name here. Use http://127.0.0.1:\(port)/.")
        }
        guard method == "GET" else { return .refused(405, "Only a browser's GET is taken here.") }
        guard header("origin") == nil, header("sec-fetch-mode").map({ $0 == "navigate" }) ?? true,
            header("sec-fetch-dest").map({ $0 == "document" }) ?? true
        else { return .refused(403, "This came from a page and not from a login; it is not taken.") }
        guard target.utf8.count <= 8192, target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return .refused(400, "This address is too long or holds odd characters.")
        }
        let path = target.prefix { $0 != "?" }
        if path == Self.start { return .goOn(page) }
        guard path == "/" || path == "/callback" else { return .refused(404, "Nothing is here.") }
        let query = target.dropFirst(path.count + 1)
        guard !query.isEmpty else { return .refused(400, "A login ends here with what the broker sends along.") }
        guard !isDone else { return .refused(410, "A login was taken here already; each is used once.") }
        if let state {
            let given = query.prefix { $0 != "#" }.split(separator: "&").filter { $0.hasPrefix("state=") }
            guard given.count == 1,
                Digests.areEqual(Array(given[0].dropFirst(6).utf8), Array(state.reveal().utf8))
            else { return .refused(403, "This login was not begun by this sauda; run `sauda login` again.") }
        }
        isDone = true
        return .taken(Secret("http://127.0.0.1:\(port)\(target)"))
    }
}
