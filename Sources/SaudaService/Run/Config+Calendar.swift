package import SaudaCore

extension Config {
    /// The days and hours of the market: built in, or as the folder under `market.calendar` has them now.
    ///
    /// - Throws: `ConfigErrors` for a folder without a calendar, or with one that cannot be read.
    package func marketCalendar() throws -> MarketCalendar {
        guard case .folder(let written) = market.calendar else { return .builtIn }
        let folder = resolved(written)
        var files: [String: String] = [:]
        for name in ["calendar.csv", "hours.csv"] where Folders.exists("\(folder)/\(name)") {
            do throws(ConfigError) {
                files[name] = String(decoding: try SmallFile.read("\(folder)/\(name)"), as: UTF8.self)
            } catch {
                throw ConfigErrors([error], files: [])
            }
        }
        let refusal: ConfigError
        if files["calendar.csv"] == nil {
            refusal = error(
                at: "market.calendar",
                "there is no calendar.csv in \(written)",
                "put one there (`docs/config.md`), or use calendar: built-in"
            )
        } else {
            do throws(FactError) { return try MarketCalendar(parsing: files) } catch {
                refusal = self.error(at: "market.calendar", "\(error)", "repair that line, or use calendar: built-in")
            }
        }
        throw ConfigErrors([refusal], files: [])
    }
}
