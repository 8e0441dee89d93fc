/// What a single-use address is for (section 8.1).
enum UpstoxTicket: Hashable, Sendable {
    case feed, updates
}
