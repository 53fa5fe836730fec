import Foundation
import Testing

@testable import Safelight

@Suite("What the phone says is told in its order")
struct FactsTellerTests {
    @Test("the newest is told last, however slow the library is, and is told when that is asked for")
    func order() async {
        let told = Newest<Int>()
        let backwards = Newest<Bool>()
        let teller = FactsTeller { facts in
            // Whoever is told slowly must not be overtaken.
            for _ in 0..<((facts.battery ?? 0) % 7) { await Task.yield() }
            if let before = told.value, before > facts.battery ?? 0 { backwards.set(true) }
            told.set(facts.battery ?? 0)
        }
        for percent in 1...100 {
            var facts = PlatformFacts()
            facts.battery = percent
            teller.say(facts)
            if percent % 10 == 0 {
                await teller.told()
                #expect(told.value == percent)
            }
        }
        #expect(backwards.value == nil)
    }
}
