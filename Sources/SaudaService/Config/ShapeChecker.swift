import SaudaCore

/// Compares a YAML tree with a shape and collects every difference.
struct ShapeChecker {
    var errors: [ConfigError] = []
    /// Where each key stands, by its path. See `Config.marks`.
    private(set) var marks: [String: ConfigMark] = [:]
    private var expressions: [String: Regex<AnyRegexOutput>] = [:]

    /// Returns what fits, or nil when the value as a whole does not; then there is at least one error.
    ///
    /// - Parameter section: the place of the key above, for what is missing.
    mutating func check(_ node: YAMLNode, _ shape: Shape, at path: String, section: ConfigMark) -> Checked? {
        switch node.content {
        case .refused: return nil
        case .scalar(let text, let isPlain):
            marks[path] = node.mark
            return scalar(Scalar(text, isPlain: isPlain), node.mark, shape, at: path)
        case .mapping(let pairs):
            marks[path] = section
            switch shape {
            case .record(let keys), .either(let keys, _):
                return record(pairs, keys, at: path, section: section)
            case .variants(let tag, let variants):
                return variant(pairs, tag, variants, at: path, section: section)
            case .names(let inner, let least):
                return names(pairs, inner, least, at: path, section: section)
            default: break
            }
        case .sequence(let items):
            marks[path] = section
            switch shape {
            case .list(let rule, let count), .either(_, .list(let rule, let count)):
                return list(items, rule, count, at: path, section: section)
            case .items(let inner, let most):
                return self.items(items, inner, most, at: path, section: section)
            case .open:
                findSecrets(in: node)
                return Checked(mark: section, value: .open(count: items.count))
            default: break
            }
        }
        findSecrets(in: node)
        let found = if case .mapping = node.content { "a mapping" } else { "a list" }
        report(node.mark, "\(label(path)) must be \(shape.name), found \(found)", shape.allowed)
        return nil
    }

    mutating func report(_ mark: ConfigMark, _ message: String, _ nextStep: String) {
        errors.append(ConfigError(mark, message, nextStep))
    }

    /// A path holds known keys and valid names only, so it is safe to show.
    func label(_ path: String) -> String { path.isEmpty ? "the file" : "'\(path)'" }

    /// Whether `rule` allows `text`. Each pattern is compiled once.
    mutating func fits(_ text: String, _ rule: TextRule) -> Bool {
        guard text.unicodeScalars.count <= rule.longest else { return false }
        let known = expressions[rule.pattern] ?? (try? Regex(rule.pattern))?.matchingSemantics(.unicodeScalar)
        expressions[rule.pattern] = known
        return (try? known?.wholeMatch(in: text)) != nil
    }
}

// MARK: - Mappings

extension ShapeChecker {
    /// - Parameter note: what decided the keys, for messages: ` with source: files`.
    private mutating func record(
        _ pairs: [YAMLPair],
        _ keys: [Shape.Key],
        at path: String,
        section: ConfigMark,
        note: String = ""
    ) -> Checked {
        var values: [String: Checked] = [:]
        for pair in pairs {
            guard let key = keys.first(where: { $0.name == pair.key }) else {
                unknown(pair, among: keys.map(\.name), at: path, note: note)
                continue
            }
            let inner = path.isEmpty ? key.name : "\(path).\(key.name)"
            for old in pair.replaced { _ = check(old, key.shape, at: inner, section: pair.mark) }
            values[key.name] = check(pair.value, key.shape, at: inner, section: pair.mark)
        }
        for key in keys where key.isRequired && !pairs.contains(where: { $0.key == key.name }) {
            report(
                section,
                "\(label(path)) has no '\(key.name)'\(note)",
                "add `\(key.name): ...`; \(key.shape.allowed)"
            )
        }
        return Checked(mark: section, value: .record(values))
    }

    private mutating func variant(
        _ pairs: [YAMLPair],
        _ tag: Shape.Key,
        _ variants: [Shape.Variant],
        at path: String,
        section: ConfigMark
    ) -> Checked? {
        if let pair = pairs.first(where: { $0.key == tag.name }), case .scalar(let word, _) = pair.value.content,
            let variant = variants.first(where: { $0.word == word })
        {
            let note = " with \(tag.name): \(word)"
            return record(pairs, [tag] + variant.keys, at: path, section: section, note: note)
        }
        // Nobody knows which keys belong here: every key of every variant may, and none must.
        var keys = [tag]
        for key in variants.flatMap(\.keys) {
            if let index = keys.firstIndex(where: { $0.name == key.name }) {
                if keys[index].shape != key.shape { keys[index].shape = .open }
            } else {
                keys.append(key)
                keys[keys.count - 1].isRequired = false
            }
        }
        let open = pairs.filter { pair in keys.contains { $0.name == pair.key && $0.shape == .open } }
        for pair in open { findSecrets(in: pair) }
        let rest = pairs.filter { pair in !open.contains { $0.key == pair.key } }
        _ = record(rest, keys, at: path, section: section)
        return nil
    }

    private mutating func names(
        _ pairs: [YAMLPair],
        _ shape: Shape,
        _ least: Int,
        at path: String,
        section: ConfigMark
    ) -> Checked {
        var named: [Checked.Named] = []
        for pair in pairs {
            if Secrets.looksSecret(pair.key) {
                secret(pair)
                continue
            }
            let isName = fits(pair.key, .name)
            if !isName {
                report(pair.mark, "\(quotedKey(pair.key)) is not a name", "allowed: \(TextRule.name.allowed)")
            }
            let inner = "\(path).\(isName ? pair.key : "?")"
            for old in pair.replaced { _ = check(old, shape, at: inner, section: pair.mark) }
            if let value = check(pair.value, shape, at: inner, section: pair.mark), isName {
                named.append(Checked.Named(name: pair.key, value: value))
            }
        }
        if pairs.count < least { report(section, "\(label(path)) is empty", "add at least \(least)") }
        return Checked(mark: section, value: .names(named))
    }

    private mutating func unknown(_ pair: YAMLPair, among known: [String], at path: String, note: String) {
        guard !Secrets.looksSecret(pair.key) else { return secret(pair) }
        let place = path.isEmpty ? "" : " in \(label(path))"
        let allowed = known.isEmpty ? "none" : known.joined(separator: ", ")
        let ending = Suggestion.ending(for: pair.key, among: known)
        report(pair.mark, "unknown key \(quotedKey(pair.key))\(place)\(note)", "allowed: \(allowed)\(ending)")
        findSecrets(in: pair)
    }
}

// MARK: - Secrets

extension ShapeChecker {
    private mutating func secret(_ pair: YAMLPair) {
        report(
            pair.mark,
            "secrets do not belong in this file: \(quotedKey(pair.key))",
            "remove it, change the secret if the file was shared, and keep it in the vault"
        )
    }

    /// Reports keys that look secret anywhere under a value that is not understood. Their values are never shown.
    mutating func findSecrets(in node: YAMLNode) {
        switch node.content {
        case .scalar, .refused: break
        case .sequence(let items): for item in items { findSecrets(in: item) }
        case .mapping(let pairs):
            for pair in pairs {
                if Secrets.looksSecret(pair.key) { secret(pair) } else { findSecrets(in: pair) }
            }
        }
    }

    private mutating func findSecrets(in pair: YAMLPair) {
        for value in pair.replaced + [pair.value] { findSecrets(in: value) }
    }
}

// MARK: - Lists

extension ShapeChecker {
    private mutating func list(
        _ items: [YAMLNode],
        _ rule: TextRule,
        _ count: ClosedRange<Int>,
        at path: String,
        section: ConfigMark
    ) -> Checked {
        var texts: [String] = []
        var lines: [String: Int] = [:]
        for (index, item) in items.enumerated() {
            let inner = "\(path).\(index)"
            guard let text = check(item, .text(rule), at: inner, section: item.mark)?.text else { continue }
            if let line = lines[text] {
                report(item.mark, "\(quotedValue(text)) is listed twice, first on line \(line)", "keep one of the two")
            } else {
                lines[text] = item.mark.line
                texts.append(text)
            }
        }
        if !count.contains(items.count) {
            let allowed = "allowed: \(count.lowerBound) to \(count.upperBound)"
            report(section, "\(label(path)) has \(items.count) items", allowed)
        }
        return Checked(mark: section, value: .list(texts))
    }

    private mutating func items(
        _ nodes: [YAMLNode],
        _ shape: Shape,
        _ most: Int,
        at path: String,
        section: ConfigMark
    ) -> Checked {
        var items: [Checked] = []
        for (index, node) in nodes.enumerated() {
            if let item = check(node, shape, at: "\(path).\(index)", section: node.mark) { items.append(item) }
        }
        if nodes.count > most { report(section, "\(label(path)) has \(nodes.count) items", "allowed: at most \(most)") }
        return Checked(mark: section, value: .items(items))
    }
}
