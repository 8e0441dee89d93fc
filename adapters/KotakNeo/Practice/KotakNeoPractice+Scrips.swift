import SaudaBroker
import SaudaCore

// The scrip files (section 6).

extension KotakNeoPractice {
    private static let folder = "/wso2-scripmaster/v1/prod"

    /// The part of a file's address behind the day.
    private static func path(_ segment: NeoSegment) -> String {
        segment.isDerivatives ? "transformed/\(segment.rawValue).csv" : "transformed-v1/\(segment.rawValue)-v1.csv"
    }

    func filePaths(_ request: IncomingRequest, at now: Timestamp) -> PracticeResponse {
        let root = request.origin + KotakNeoPractice.folder
        let segments: [NeoSegment] = [
            .nseCurrency, .commodity, .nseDerivatives, .bseDerivatives, .bseCash, .nseCash,
        ]
        var files = segments.map { "\(root)/\(now.day)/\(KotakNeoPractice.path($0))" }
        // Begins as nse_cm and the others do: a search by part of a name finds it, too.
        files.insert("\(root)/\(now.day)/transformed/nse_com.csv", at: 4)
        return .neo(["data": ["filesPaths": .strings(files), "baseFolder": .string(root)]])
    }

    /// Those of other days are gone.
    func scripFile(_ parts: [String], at now: Timestamp) throws(NeoRefusal) -> PracticeResponse {
        guard parts.count == 6, parts[0...2] == ["wso2-scripmaster", "v1", "prod"] else {
            throw .notFound("/" + parts.joined(separator: "/"))
        }
        guard parts[3] == "\(now.day)" else { return PracticeResponse(403, type: "text/html", "Forbidden") }
        let path = parts[4...5].joined(separator: "/")
        if path == "transformed/nse_com.csv" { return csv([]) }
        guard let segment = NeoSegment.allCases.first(where: { KotakNeoPractice.path($0) == path }) else {
            return PracticeResponse(403, type: "text/html", "Forbidden")
        }
        return csv(catalogue.listings.indices.filter { catalogue[$0].segment == segment })
    }

    private func csv(_ slots: [Int]) -> PracticeResponse {
        let rows = slots.map { catalogue[$0].row(band: market[$0].band) }
        return PracticeResponse(200, type: "text/csv", ([NeoListing.header] + rows).map { $0 + "\n" }.joined())
    }
}
