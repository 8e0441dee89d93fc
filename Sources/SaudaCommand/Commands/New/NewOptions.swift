import ArgumentParser

/// Where files are made, and how that is told.
struct NewFileOptions: ParsableArguments {
    @Option(name: .customLong("in"), help: ArgumentHelp("The folder it is made in.", valueName: "folder"))
    var folder = "."

    @Flag(help: "Show what would be made, and make nothing.")
    var dryRun = false

    @Option(help: "table or json.")
    var format = OutputFormat.table
}

/// The same, in a package that has the lists of plugins already.
struct NewOptions: ParsableArguments {
    @OptionGroup var files: NewFileOptions

    @Flag(help: "Add the lines to Package.swift and the list of plugins as well; they are shown otherwise.")
    var wire = false

    var folder: String { files.folder }
}
