import SaudaService
import Testing

@Suite struct MailboxTests {
    @Test func `everything posted is read once and in order, from many tasks too`() async {
        let mailbox = Mailbox<Int>()
        let read = Task {
            var all: [Int] = []
            while let some = await mailbox.next() { all += some }
            return all
        }
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 { group.addTask { for number in 0..<1000 { mailbox.post(task * 1000 + number) } } }
        }
        mailbox.close()
        let all = await read.value
        #expect(all.count == 8000)
        for task in 0..<8 {
            let own = all.filter { $0 / 1000 == task }
            #expect(own == own.sorted())
        }
    }

    @Test func `what came before the close is still read, what comes after is not`() async {
        let mailbox = Mailbox<Int>()
        mailbox.post(1)
        mailbox.close()
        mailbox.post(2)
        #expect(await mailbox.next() == [1])
        #expect(await mailbox.next() == nil)
    }
}
