import SaudaBroker
import SaudaCore

/// The instrument list: the day's addresses of its files, then one file a segment (protocol section 6.1).
struct InstrumentRead: Dialogue {
    private let api: NeoAPI
    private var files: ArraySlice<(name: String, url: String)> = []
    private var asked = ""
    private var list = InstrumentList([])

    init(_ api: NeoAPI) { self.api = api }

    /// Shares and indices of NSE have to be there; a segment of the others may be missing on a day.
    private static let needed = "nse_cm-v1.csv"
    private static let names = [needed, "bse_cm-v1.csv", "nse_fo.csv", "bse_fo.csv"]

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            if case .response(let response) = input {
                if asked.isEmpty { try choose(try Failures.body(response)) } else { try take(response) }
            } else {
                return .send(try api.data("/script-details/1.0/masterscrip/file-paths", endpoint: .files))
            }
            guard let file = files.popFirst() else { return .done(.instruments(list)) }
            asked = file.name
            // Nobody is asked who he is.
            return .send(HTTPRequest(.get, file.url, endpoint: .files))
        } catch {
            return .failed(error)
        }
    }

    /// By the whole last part of a path: `nse_com.csv` begins like another.
    private mutating func choose(_ body: JSON) throws(BrokerError) {
        guard let paths = body["data"]["filesPaths"].items else { throw Failures.wrongShape("no list of files") }
        var found: [String: String] = [:]
        for path in paths.compactMap(\.text) {
            guard let name = path.split(separator: "/").last.map(String.init), Self.names.contains(name) else {
                continue
            }
            guard let url = api.file(path) else {
                throw .kotak(
                    "a file of the instrument list is at an address that is not the broker's",
                    "Nothing was loaded; look at the broker's pages of the API before you try again.",
                    .stop
                )
            }
            guard found.updateValue(url, forKey: name) == nil else {
                throw Failures.wrongShape("two files of one segment")
            }
        }
        guard found[Self.needed] != nil else { throw Failures.wrongShape("no file of NSE's shares") }
        for name in Self.names where found[name] == nil { list.skipped["no file \(name) today"] = 1 }
        files = Self.names.compactMap { name in found[name].map { (name: name, url: $0) } }[...]
    }

    private mutating func take(_ response: HTTPResponse) throws(BrokerError) {
        // An old day's file is refused with 403, which says nothing about the session.
        guard (200..<300).contains(response.status) else {
            throw .kotak(
                "\(asked) cannot be loaded (\(response.status))",
                "The files are made anew each morning; load the list again.",
                .checkOrderBook
            )
        }
        let part = try ScripFile.list(response.body, mayBeEmpty: asked != Self.needed)
        list.listings += part.listings
        list.skipped.merge(part.skipped) { $0 + $1 }
    }
}
