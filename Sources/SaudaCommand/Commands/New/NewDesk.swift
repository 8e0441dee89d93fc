import FoundationEssentials
import Glibc
import SaudaService

/// Writes what `sauda new` makes: all of it, or nothing where something is in the way.
struct NewDesk {
    let folder: String
    private let isWiring: Bool
    private let isDry: Bool
    private let format: OutputFormat
    /// The folder itself is made too.
    private let isNew: Bool

    /// - Throws: when the folder holds no package.
    init(_ options: NewOptions, in folder: String) throws {
        self.init(options.files, in: folder, isNew: false, isWiring: options.wire)
        guard exists("Package.swift") else {
            throw CommandFailure(
                .badUsage,
                "there is no Package.swift in \(folder); run this in the folder of sauda's package or of one that `sauda "
                    + "new package` made, or name that with --in."
            )
        }
    }

    init(_ options: NewFileOptions, in folder: String, isNew: Bool, isWiring: Bool = false) {
        self.folder = folder
        self.isWiring = isWiring
        self.isNew = isNew
        isDry = options.dryRun
        format = options.format
    }

    /// The file with the list of plugins, from the package's folder.
    func plugins() throws -> String {
        let usual = "Sources/sauda/Plugins.swift"
        if exists(usual) { return usual }
        let targets = (try? FileManager.default.contentsOfDirectory(atPath: path("Sources"))) ?? []
        let found = targets.sorted().map { "Sources/\($0)/Plugins.swift" }.filter(exists)
        guard found.count == 1 else {
            throw CommandFailure(
                .badUsage,
                "\(folder) has \(found.count) files Sources/*/Plugins.swift, where one lists its plugins; "
                    + "run this in sauda's package or in one that `sauda new package` made."
            )
        }
        return found[0]
    }

    func make(_ scaffold: Scaffold, of kind: String, _ name: ScaffoldName, wiring: [Wiring] = []) throws {
        // A file that only sauda's own package has.
        let wiring = wiring.filter { exists($0.path) || $0.path != "scripts/check.sh" }
        let isThere = isWiring && scaffold.paths.allSatisfy(exists)
        if !isThere { try refuseWhatIsThere(scaffold) }
        let changed = isWiring ? try wired(wiring) : [:]
        if !isDry {
            if !isThere { for path in scaffold.paths { try create(path, scaffold.files[path] ?? "") } }
            for path in changed.keys.sorted() { try replace(path, changed[path] ?? "") }
        }
        let report = NewReport(
            kind: kind,
            name: name.id,
            type: name.type,
            folder: folder,
            dryRun: isDry,
            files: isThere ? [] : scaffold.paths,
            wired: isWiring ? changed.keys.sorted() : nil,
            lines: isWiring ? [] : wiring.map { NewReport.Line(file: $0.path, place: $0.location, text: $0.text) },
            next: next(kind, name)
        )
        Terminal.out(format == .json ? try JSONText.of(report) : report.text)
    }

    private func refuseWhatIsThere(_ scaffold: Scaffold) throws {
        let there = isNew ? (exists("") ? [folder] : []) : (scaffold.folders + scaffold.paths).filter(exists)
        guard let first = there.first else { return }
        throw CommandFailure(
            .badUsage,
            "\(first) is there already and stays as it is; nothing was made. Give another name, or move it away."
        )
    }

    /// The files that change by it, with their new text.
    private func wired(_ wiring: [Wiring]) throws -> [String: String] {
        var texts: [String: String] = [:]
        for step in wiring {
            let old = try texts[step.path] ?? String(decoding: WholeFile.read(path(step.path)), as: UTF8.self)
            do {
                texts[step.path] = try step.applied(to: old)
            } catch {
                throw CommandFailure(.badUsage, "nothing was made: \(error)\nWithout --wire the files are made.")
            }
        }
        return try texts.filter { try Array($0.value.utf8) != WholeFile.read(path($0.key)) }
    }

    private func next(_ kind: String, _ name: ScaffoldName) -> [String] {
        let test = exists("scripts/test.sh") ? "scripts/test.sh" : "swift test"
        return switch kind {
        case "adapter":
            [
                "\(test) --filter \(name.type)Tests",
                "adapters/\(name.type)/README.md says what is left to do, in order.",
            ]
        case "strategy":
            ["\(test) --filter \(name.type)Tests", "sauda backtest \(name.id) --generated, once it is built."]
        default: ["cd \(folder) && swift build && swift test", "swift run \(name.id) strategies"]
        }
    }

    // MARK: - Files

    private func path(_ name: String) -> String { name.isEmpty ? folder : folder + "/" + name }

    /// Links that lead nowhere count.
    private func exists(_ name: String) -> Bool {
        var status = stat()
        return unsafe lstat(path(name), &status) == 0
    }

    private func create(_ name: String, _ text: String) throws {
        let place = path(name)
        let parent = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? "."
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw failure(place)
        }
        let file = unsafe open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(place) }
        close(file)
        try replace(name, text)
    }

    private func replace(_ name: String, _ text: String) throws {
        var status = stat()
        guard unsafe stat(path(name), &status) == 0 else { throw failure(path(name)) }
        try WholeFile.replace(path(name), with: Array(text.utf8), mode: status.st_mode & 0o777)
    }

    private func failure(_ place: String) -> CommandFailure {
        CommandFailure(
            .failed,
            "\(place) could not be written (errno \(errno)); what was made before it is there. Look at the disk and its "
                + "rights, remove what was made, and run this again."
        )
    }
}
