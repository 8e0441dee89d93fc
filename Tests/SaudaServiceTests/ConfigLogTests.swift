import SaudaService
import Testing

@Suite struct ConfigLogTests {
    @Test func `without the section thirty days are kept, as text, from info on`() throws {
        let log = try ConfigFixture.check(ConfigFixture.small).log
        #expect(log == Config.Log())
        #expect(log.keepDays == 30 && log.format == .text && log.level == .info)
        #expect(try ConfigFixture.check(ConfigFixture.small + "\nlog: {keep_days: 7}").log.level == .info)
    }

    @Test("what is written arrives", arguments: [LogLevel.debug, .info, .warning, .error])
    func given(level: LogLevel) throws {
        let text = ConfigFixture.small + "\nlog: {keep_days: 7, format: json, level: \(level.name)}"
        let log = try ConfigFixture.check(text).log
        #expect(log.keepDays == 7 && log.format == .json && log.level == level)
    }

    @Test(
        "another word, number or key is refused with its line",
        arguments: [
            "{level: critical}", "{level: Info}", "{format: xml}", "{keep_days: 0}", "{keep_days: 4000}", "{days: 3}",
            "[]", "text",
        ]
    )
    func refused(section: String) {
        let errors = ConfigFixture.errors(in: ConfigFixture.small + "\nlog: \(section)")
        #expect(errors.count == 1 && errors[0].hasPrefix("c.yaml:11:"), "\(errors)")
    }
}
