/// A value in a YAML file, with its place.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// `isPlain` is false in quotes and in `|` and `>` blocks: then it is text whatever it looks like.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLPair])
        /// An alias. It was reported by the reader; nobody needs to complain a second time.
        case refused
    }

    var mark: ConfigMark
    var content: Content
}

/// A key and its value in a YAML mapping.
struct YAMLPair: Sendable {
    var key: String
    var mark: ConfigMark
    var value: YAMLNode
    /// What an overlay replaced. Still checked, so that an overlay cannot hide a mistake or a secret.
    var replaced: [YAMLNode] = []
}

extension YAMLNode {
    /// Lays `overlay` on this node: mappings are merged key by key, everything else is replaced.
    func overlaid(with overlay: YAMLNode) -> YAMLNode {
        guard case .mapping(var pairs) = content, case .mapping(let upper) = overlay.content else { return overlay }
        var places = [String: Int](minimumCapacity: pairs.count)
        for (index, pair) in pairs.enumerated() { places[pair.key] = index }
        for pair in upper {
            guard let index = places[pair.key] else {
                pairs.append(pair)
                continue
            }
            let lower = pairs[index]
            if case .mapping = lower.value.content, case .mapping = pair.value.content {
                pairs[index].value = lower.value.overlaid(with: pair.value)
            } else {
                pairs[index] = pair
                pairs[index].replaced = [lower.value]
            }
        }
        return YAMLNode(mark: mark, content: .mapping(pairs))
    }
}
