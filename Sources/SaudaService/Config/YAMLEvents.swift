import CYAML

/// One step of libyaml's parser.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart(hasDirectives: Bool), documentEnd
        case alias, scalar(String, isPlain: Bool)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        /// libyaml's own words, which never quote the file.
        case failure(String)
    }

    var kind: Kind
    /// From 1.
    var line: Int, column: Int
    var hasAnchor = false
    var hasTag = false
}

/// libyaml's parser over bytes in memory. The only file here that touches pointers.
///
/// libyaml keeps pointers to itself and to the text, so both live on the heap until this value ends.
@safe struct YAMLEvents: ~Copyable {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// Nil when there is no memory for a parser.
    init?(_ bytes: [UInt8]) {
        unsafe text = .allocate(capacity: bytes.count)
        _ = unsafe text.initialize(from: bytes)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else { return nil }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    mutating func next() -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { return failure() }
        defer { unsafe yaml_event_delete(&event) }
        let mark = unsafe event.start_mark
        var result = YAMLEvent(kind: .streamEnd, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT: result.kind = .streamStart
        case YAML_DOCUMENT_START_EVENT:
            let start = unsafe event.data.document_start
            let hasTags = unsafe start.tag_directives.start != start.tag_directives.end
            result.kind = unsafe .documentStart(hasDirectives: start.version_directive != nil || hasTags)
        case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
        case YAML_ALIAS_EVENT: result.kind = .alias
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let string = unsafe String(decoding: bytes, as: UTF8.self)
            result.kind = unsafe .scalar(string, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            result.hasAnchor = unsafe scalar.anchor != nil
            result.hasTag = unsafe scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            result.kind = .sequenceStart
            result.hasAnchor = unsafe event.data.sequence_start.anchor != nil
            result.hasTag = unsafe event.data.sequence_start.tag != nil
        case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            result.kind = .mappingStart
            result.hasAnchor = unsafe event.data.mapping_start.anchor != nil
            result.hasTag = unsafe event.data.mapping_start.tag != nil
        case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
        default: result.kind = .streamEnd
        }
        return result
    }

    /// The problem's mark is unset for errors of the encoding, which `YAMLText` has excluded.
    private func failure() -> YAMLEvent {
        let mark = unsafe parser.pointee.problem_mark
        var problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        if let context = unsafe parser.pointee.context {
            problem += unsafe " \(String(cString: context)) from line \(parser.pointee.context_mark.line + 1) on"
        }
        return YAMLEvent(kind: .failure(problem), line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
