/// Dhan's API, version 2: JSON over REST, prices and order messages each on a socket of their own.
package struct Dhan: Sendable {
    package static let id = "dhan"
}
