/// A strict reader of one YAML document: every node and key knows its place.
///
/// Refused: more than 1 MiB, anything but UTF-8, tabs as indentation, duplicate keys, anchors, aliases, merge keys,
/// tags, directives, keys that are not text, several documents, nesting deeper than 32, a file without content.
struct YAMLReader: ~Copyable {
    static let depthLimit = 32

    /// What reading gives: the tree, if there is one, and everything that was refused on the way.
    struct Result {
        var root: YAMLNode?
        var errors: [ConfigError]
    }

    /// Nothing can be read after this; the error was noted.
    private struct Stop: Error {}

    private let file: String
    private var events: YAMLEvents
    private var errors: [ConfigError] = []

    static func read(_ bytes: [UInt8], file: String) -> Result {
        let problems = YAMLText.problems(bytes, file: file)
        guard problems.isEmpty else { return Result(root: nil, errors: problems) }
        let start = ConfigMark(file: file, line: 1, column: 1)
        guard let events = YAMLEvents(bytes) else {
            return Result(root: nil, errors: [ConfigError(start, "no memory to read the file", "free some")])
        }
        var reader = YAMLReader(file: file, events: events)
        var root: YAMLNode?
        do throws(Stop) {
            root = try reader.document()
            if root == nil { reader.report(start, "the file is empty", "start with `version: 1`") }
        } catch {}
        return Result(root: root, errors: reader.errors)
    }

    private init(file: String, events: consuming YAMLEvents) {
        self.file = file
        self.events = events
    }

    /// The only document, or nil when there is none.
    private mutating func document() throws(Stop) -> YAMLNode? {
        _ = try next()
        let start = try next()
        guard case .documentStart(let hasDirectives) = start.kind else { return nil }
        if hasDirectives { report(mark(start), "%YAML and %TAG lines are not used here", "remove the line") }
        let root = try node(try next(), depth: 1)
        _ = try next()
        let end = try next()
        if case .documentStart = end.kind {
            report(mark(end), "a second document", "keep one document; remove the `---` and what follows")
        }
        if case .scalar("", isPlain: true) = root.content, errors.isEmpty { return nil }
        return root
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(Stop) -> YAMLNode {
        let mark = mark(event)
        if event.hasAnchor { report(mark, "anchors (&name) are not allowed", "write the value out") }
        if event.hasTag { report(mark, "tags (!name) are not allowed", "remove the tag; quotes make text") }
        switch event.kind {
        case .scalar(let text, let isPlain):
            return YAMLNode(mark: mark, content: .scalar(text, isPlain: isPlain))
        case .alias:
            report(mark, "aliases (*name) are not allowed", "write the value out")
            return YAMLNode(mark: mark, content: .refused)
        case .sequenceStart:
            try checkDepth(depth, mark)
            return YAMLNode(mark: mark, content: .sequence(try items(depth: depth)))
        case .mappingStart:
            try checkDepth(depth, mark)
            return YAMLNode(mark: mark, content: .mapping(try pairs(depth: depth)))
        default:
            report(mark, "a value is missing", "write one")
            throw Stop()
        }
    }

    private mutating func items(depth: Int) throws(Stop) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func pairs(depth: Int) throws(Stop) -> [YAMLPair] {
        var pairs: [YAMLPair] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try next()
            if case .mappingEnd = event.kind { return pairs }
            let key = try node(event, depth: depth + 1)
            let value = try node(try next(), depth: depth + 1)
            switch key.content {
            case .scalar("<<", isPlain: true):
                report(key.mark, "merge keys (<<) are not allowed", "write the keys out")
            case .scalar(let name, _):
                if let line = lines[name] {
                    report(key.mark, "duplicate key \(quotedKey(name)), first on line \(line)", "keep one of the two")
                } else {
                    lines[name] = key.mark.line
                    pairs.append(YAMLPair(key: name, mark: key.mark, value: value))
                }
            case .refused: break
            case .sequence, .mapping: report(key.mark, "a key that is not text", "write a plain word before the colon")
            }
        }
    }

    private mutating func checkDepth(_ depth: Int, _ mark: ConfigMark) throws(Stop) {
        guard depth > Self.depthLimit else { return }
        report(mark, "nested deeper than \(Self.depthLimit)", "a configuration needs five levels; check the brackets")
        throw Stop()
    }

    private mutating func next() throws(Stop) -> YAMLEvent {
        let event = events.next()
        guard case .failure(let problem) = event.kind else { return event }
        report(mark(event), "this is not YAML: \(problem)", "check indentation, colons, quotes and brackets here")
        throw Stop()
    }

    private func mark(_ event: YAMLEvent) -> ConfigMark {
        ConfigMark(file: file, line: event.line, column: event.column)
    }

    private mutating func report(_ mark: ConfigMark, _ message: String, _ nextStep: String) {
        errors.append(ConfigError(mark, message, nextStep))
    }
}
