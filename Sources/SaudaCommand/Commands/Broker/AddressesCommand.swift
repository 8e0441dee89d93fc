import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct AddressesCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "addresses",
        abstract: "Show, or register, the addresses from which the broker takes orders of the account.",
        discussion: """
            Since April 2026 orders are taken from registered addresses only. A broker lets one be changed seldom, some \
            once in seven days: look twice. `sauda doctor` judges whether orders leave from a registered one.

            Examples:
              sauda addresses
              sauda addresses 203.0.113.10 --dry-run
              sauda addresses 203.0.113.11 --secondary --account main
              sauda addresses --format json

            Exit codes: 0 fine, 1 the broker refused, 2 bad usage or config, 4 in doubt: look before you do it again.
            """
    )

    @Argument(help: ArgumentHelp("Register this one; nothing shows those that are.", valueName: "address"))
    var address: String?

    @Flag(help: "As the second address, not the first.")
    var secondary = false

    @OptionGroup var sending: SendingOptions

    private struct Report: Encodable {
        var account: String
        var primary: String?
        var secondary: String?
        var seen: String?
        var takesOrders: Bool?
    }

    func validate() throws {
        guard address != nil || !(secondary || sending.dryRun) else {
            throw ValidationError("--secondary and --dry-run belong to an address.")
        }
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await sending.line.choose(context)
        let known = try await addresses(of: chosen)
        guard let address else { return try show(known, of: chosen) }
        try sending.checkMode(chosen, for: "registering an address")
        let place = secondary ? OrderAddresses.Place.secondary : .primary
        let old = known[place].map { ", in place of \($0.address)" } ?? ""
        let sentence =
            "register \(address) as the \(secondary ? "second" : "first") address of '\(chosen.account.name)'\(old)"
        if sending.dryRun { return try OrderReport(.dryRun, sentence, "").print(sending.format) }
        try sending.confirm(sentence, "It may not be possible to change it again for days.", chosen)
        do {
            _ = try await chosen.reading().run { try await $0.ask(.registerAddress(address, as: place)) }
        } catch let error as BrokerError where error.recovery == .checkOrderBook {
            throw CommandFailure(
                .inDoubt,
                "\(error)\nIt may have happened: `sauda addresses` shows what is registered."
            )
        }
        try show(try await addresses(of: chosen), of: chosen)
    }

    private func addresses(of chosen: LineOptions.Chosen) async throws -> OrderAddresses {
        try await chosen.reading().run { line in
            guard case .orderAddresses(let addresses) = try await line.ask(.orderAddresses) else {
                throw line.wrongAnswer(to: "the addresses")
            }
            return addresses
        }
    }

    private func show(_ addresses: OrderAddresses, of chosen: LineOptions.Chosen) throws {
        let name = chosen.account.name
        if sending.format == .json {
            let report = Report(
                account: name,
                primary: addresses.primary?.address,
                secondary: addresses.secondary?.address,
                seen: addresses.seen,
                takesOrders: addresses.takesOrders
            )
            return Terminal.out(try JSONText.of(report))
        }
        var lines = [("first", addresses.primary), ("second", addresses.secondary)].map { word, entry in
            let since = entry?.changed.map { ", since \($0)" } ?? ""
            return "\(name): \(word) address \(entry.map { $0.address.shown } ?? "none")\(since)"
        }
        if let seen = addresses.seen {
            let takes = addresses.takesOrders.map {
                $0 ? ", and takes orders from there" : ", and takes no orders from there"
            }
            lines.append("\(name): the broker sees \(seen.shown)\(takes ?? "")")
        }
        Terminal.out(lines.joined(separator: "\n"))
    }
}
