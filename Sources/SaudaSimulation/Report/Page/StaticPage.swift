/// A report as one self-contained page that needs no script but for its theme: no request leaves it.
package struct StaticPage: Sendable {
    package struct Tile: Hashable, Sendable {
        package var name: String
        package var figure: String
        package var note: String
        /// Above zero, below, or nothing of the kind.
        package var sign: Int

        package init(_ name: String, _ figure: String, note: String = "", sign: Int = 0) {
            self.name = name
            self.figure = figure
            self.note = note
            self.sign = sign
        }
    }

    package var kicker: String
    package var title: String
    package var subtitle: String
    package var tiles: [Tile]
    package var sections: [PageSection]

    package init(kicker: String, title: String, subtitle: String, tiles: [Tile], sections: [PageSection]) {
        self.kicker = kicker
        self.title = title
        self.subtitle = subtitle
        self.tiles = tiles
        self.sections = sections
    }

    /// The whole page in UTF-8.
    package func bytes() -> [UInt8] {
        let navigation = sections.enumerated().map { "<a href=#part-\($0)>\($1.title.escaped)</a>" }.joined()
        let page = """
            \(PageParts.head(title: title))<body>
            <a class=skip href=#main>Skip to the report</a>
            <header class=banner>
            <div><p class=kicker>\(kicker.escaped)</p><h1>\(title.escaped)</h1><p class=quiet>\(subtitle.escaped)</p></div>
            <button id=theme type=button class=button aria-label="Switch between light and dark">Theme</button>
            </header>
            <nav class=sections aria-label=Sections>\(navigation)</nav>
            <main id=main>
            <dl class=tiles>\(tiles.map(html).joined())</dl>
            \(sections.enumerated().map(html).joined())</main>
            <footer class=foot><span>Made by sauda from the books and journals of a home.</span></footer>
            <script>\(PageParts.themeScript)</script>
            </body>
            </html>

            """
        return Array(page.utf8)
    }

    private func html(_ tile: Tile) -> String {
        let tone = tile.sign == 0 ? "" : tile.sign > 0 ? "gain" : "loss"
        return
            "<div class=tile><dt>\(tile.name.escaped)</dt><dd class=\"big \(tone)\">\(tile.figure.withMinus.escaped)</dd>"
            + "<dd class=quiet>\(tile.note.escaped)</dd></div>"
    }

    private func html(_ number: Int, _ section: PageSection) -> String {
        let note = section.note.isEmpty ? "" : "<p class=note>\(section.note.escaped)</p>"
        let lines = section.lines.map { "<li>\($0.escaped)</li>" }.joined()
        let list = lines.isEmpty ? "" : "<ul class=plain>\(lines)</ul>"
        let name = "part-\(number)"
        return
            "<section id=\(name) aria-labelledby=\(name)-name>\n<h2 id=\(name)-name>\(section.title.escaped)</h2>\(note)\n"
            + "\(section.table?.html ?? "")\(list)\n</section>\n"
    }
}
