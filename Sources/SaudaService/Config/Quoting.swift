// How messages quote a file: briefly, without what a terminal would act on, without secrets.

/// `text` in quotes, at most 40 characters of it.
func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(40).map { scalar in
        scalar.properties.generalCategory == .control ? "?" : String(scalar)
    }
    return "'\(shown.joined())\(text.unicodeScalars.count > 40 ? "…" : "")'"
}

/// A value in quotes, unless it looks as if a secret had slipped in: `password=...`.
func quotedValue(_ text: String) -> String { Secrets.looksSecret(text) ? "what looks like a secret" : quoted(text) }

/// A key in quotes, up to the first character that no key has: what follows may be the value of `api_key=...`.
func quotedKey(_ key: String) -> String {
    let head = key.unicodeScalars.prefix { $0.properties.isAlphabetic || "0123456789_-. ".unicodeScalars.contains($0) }
    return head.count == key.unicodeScalars.count ? quoted(key) : quoted(String(head) + "…")
}
