extension Scaffold {
    /// Where a package outside finds sauda's.
    package struct Dependency: Hashable, Sendable {
        /// As a manifest has it, behind `.package(`.
        let text: String
        /// What its products are asked of.
        let package: String

        /// - Parameter place: an address such as `https://…/sauda`, a path from the root, or one from the folder in which
        ///   the new package's folder is made.
        /// - Throws: for a text that a manifest cannot hold.
        package init(on place: String) throws(ScaffoldRefusal) {
            var place = place[...]
            while place.count > 1, place.last == "/" { place.removeLast() }
            guard !place.isEmpty, place.allSatisfy({ $0 != "\"" && $0 != "\\" && !$0.isNewline }) else {
                throw ScaffoldRefusal("--sauda '\(place)' is no path and no address; give one, such as ../sauda.")
            }
            guard !place.contains("://"), !place.hasPrefix("git@") else {
                var name = place.split(whereSeparator: { $0 == "/" || $0 == ":" }).last ?? "sauda"
                if name.hasSuffix(".git") { name.removeLast(4) }
                package = name.lowercased()
                text = "url: \"\(place)\", branch: \"main\""
                return
            }
            package = "sauda"
            text = "name: \"sauda\", path: \"\(place.hasPrefix("/") ? "" : "../")\(place)\""
        }
    }
}
