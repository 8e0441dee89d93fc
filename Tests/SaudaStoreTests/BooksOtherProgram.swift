import Glibc

/// Another program at the same file: the system's SQLite, by no code of ours.
///
/// The library is looked up while running, because the tests of this room must not depend on what the room uses inside.
@safe
final class BooksOtherProgram {
    private typealias Open = @convention(c) (Text, UnsafeMutablePointer<OpaquePointer?>) -> CInt
    private typealias Text = UnsafePointer<CChar>
    private typealias None = OpaquePointer?
    private typealias Execute = @convention(c) (OpaquePointer, Text, None, None, None) -> CInt
    private typealias Close = @convention(c) (OpaquePointer) -> CInt

    private let library: UnsafeMutableRawPointer
    private let connection: OpaquePointer

    init?(opening path: String) {
        guard let library = unsafe dlopen("libsqlite3.so.0", RTLD_NOW),
            let symbol = unsafe dlsym(library, "sqlite3_open")
        else { return nil }
        var connection: OpaquePointer?
        guard unsafe unsafeBitCast(symbol, to: Open.self)(path, &connection) == 0, let opened = unsafe connection
        else { return nil }
        unsafe self.library = library
        unsafe self.connection = opened
    }

    /// Whether SQLite took it.
    func run(_ sql: String) -> Bool {
        guard let symbol = unsafe dlsym(library, "sqlite3_exec") else { return false }
        return unsafe unsafeBitCast(symbol, to: Execute.self)(connection, sql, nil, nil, nil) == 0
    }

    deinit {
        if let symbol = unsafe dlsym(library, "sqlite3_close") {
            _ = unsafe unsafeBitCast(symbol, to: Close.self)(connection)
        }
    }
}
