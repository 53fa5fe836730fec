import Foundation
import Network
import Photos
import Safelight
import Testing
import UIKit

@testable import SafelightApple

@Suite("What the phone says becomes what the engine knows")
struct FactsTests {
    @Test("each state of the battery", arguments: [
        (UIDevice.BatteryState.charging, PlatformFacts.Charging?.some(.charging)), (.full, .full), (.unplugged, .unplugged),
        (.unknown, nil),
    ])
    func charging(state: UIDevice.BatteryState, expected: PlatformFacts.Charging?) {
        #expect(PlatformFacts.Charging(state) == expected)
    }

    @Test("a level is a percentage, and -1 is nothing", arguments: [
        (Float(0), Int?.some(0)), (0.184, 18), (1, 100), (-1, nil), (.nan, nil), (1.5, nil),
    ])
    func level(level: Float, expected: Int?) {
        #expect(percent(ofBatteryLevel: level) == expected)
    }

    @Test("each heat", arguments: [
        (ProcessInfo.ThermalState.nominal, PlatformFacts.Heat.nominal), (.fair, .fair), (.serious, .serious),
        (.critical, .critical),
    ])
    func heat(state: ProcessInfo.ThermalState, expected: PlatformFacts.Heat) {
        #expect(PlatformFacts.Heat(state) == expected)
    }

    @Test("each photo access", arguments: [
        (PHAuthorizationStatus.authorized, PlatformFacts.PhotoAccess.full), (.limited, .limited), (.denied, .denied),
        (.restricted, .restricted), (.notDetermined, .notAsked),
    ])
    func photos(status: PHAuthorizationStatus, expected: PlatformFacts.PhotoAccess) {
        #expect(PlatformFacts.PhotoAccess(status) == expected)
    }

    @Test("each background refresh", arguments: [
        (UIBackgroundRefreshStatus.available, PlatformFacts.Background.allowed), (.denied, .denied),
        (.restricted, .restricted),
    ])
    func background(status: UIBackgroundRefreshStatus, expected: PlatformFacts.Background) {
        #expect(PlatformFacts.Background(status) == expected)
    }

    @Test("an app under a call is on the screen", arguments: [
        (UIApplication.State.active, PlatformFacts.AppState.foreground), (.inactive, .foreground), (.background, .background),
    ])
    func appState(state: UIApplication.State, expected: PlatformFacts.AppState) {
        #expect(PlatformFacts.AppState(state) == expected)
    }

    private func read(_ path: NWPath) -> PlatformFacts {
        var facts = PlatformFacts()
        facts.read(path)
        return facts
    }

    @Test("each interface", arguments: [
        (NWInterface.InterfaceType.wifi, PlatformFacts.Network.wifi), (.cellular, .cellular), (.wiredEthernet, .ethernet),
    ])
    func interfaces(type: NWInterface.InterfaceType, expected: PlatformFacts.Network) {
        let facts = read(NWPath(simulated: .satisfied, over: [type]))
        #expect(facts.network == expected)
        #expect(facts.tunnel == .off)
        #expect(facts.cellularAllowed == (type == .cellular ? true : nil))
    }

    @Test("a hotspot is Wi-Fi that costs")
    func hotspot() {
        let facts = read(NWPath(simulated: .satisfied, over: [.wifi], expensive: true))
        #expect(facts.network == .wifi)
        #expect(facts.metered == true)
        #expect(facts.constrained == false)
    }

    @Test("Low Data Mode is told")
    func lowData() {
        #expect(read(NWPath(simulated: .satisfied, over: [.wifi], constrained: true)).constrained == true)
    }

    @Test("a VPN is told with what is under it", arguments: [
        ([NWInterface.InterfaceType.other, .wifi], PlatformFacts.Tunnel.overWifi),
        ([.other, .cellular], .overCellular), ([.other, .wiredEthernet], .overEthernet), ([.other], .overSomething),
        ([.wifi], .off),
    ] as [([NWInterface.InterfaceType], PlatformFacts.Tunnel)])
    func tunnels(over: [NWInterface.InterfaceType], expected: PlatformFacts.Tunnel) {
        #expect(read(NWPath(simulated: .satisfied, over: Set(over))).tunnel == expected)
    }

    @Test("no way is no network, and nothing is known of what it costs", arguments: [
        NWPath.Status.unsatisfied, .requiresConnection,
    ])
    func offline(status: NWPath.Status) {
        let facts = read(NWPath(simulated: status, over: [.wifi]))
        #expect(facts.network == .disconnected)
        #expect(facts.metered == nil)
        #expect(facts.constrained == nil)
        #expect(facts.tunnel == nil)
    }

    @Test("switches of the system are told apart")
    func switches() {
        let cellular = read(NWPath(simulated: .unsatisfied, reason: .cellularDenied))
        #expect(cellular.cellularAllowed == false)
        #expect(cellular.localNetworkAllowed == nil)
        let local = read(NWPath(simulated: .unsatisfied, reason: .localNetworkDenied))
        #expect(local.localNetworkAllowed == false)
        #expect(local.cellularAllowed == nil)
    }

    @Test("what can't be told is said to be unknown, so that an old fact does not stay")
    func unknown() {
        #expect(Set(PlatformFacts().stated.values) == ["unknown"])
        #expect(read(NWPath(simulated: .satisfied, over: [.wifi])).stated["cellular_allowed"] == "unknown")
    }

    #if !SAFELIGHT_FLOOR
        @Test("a satellite is a link on which data is to be saved")
        func satellite() {
            let path = NWPath(simulated: .satisfied, over: [.cellular], expensive: true).simulatedUltraConstrained()
            #expect(read(path).constrained == true)
        }
    #endif

    @Test("room is what the system would make free; nothing reckoned is nothing known")
    func roomOnTheVolume() {
        FileManager.simulatedFreeBytes.value = 12_345
        #expect(room(at: URL(fileURLWithPath: "/")).free == 12_345)
        FileManager.simulatedFreeBytes.value = 0
        #expect(room(at: URL(fileURLWithPath: "/")).free == nil)
        FileManager.simulatedFreeBytes.value = 50_000_000_000
        #expect((room(at: URL(fileURLWithPath: "/")).total ?? 0) > 0)
    }

    @Test("whatever changes is told, and dropping the observer ends it")
    @MainActor
    func observer() async throws {
        let told = Simulated<[PlatformFacts]>([])
        var observer: FactsObserver? = FactsObserver(folder: URL(fileURLWithPath: "/")) { facts in told.change { $0.append(facts) } }
        func until(_ reached: (PlatformFacts) -> Bool) async {
            while !(told.value.last.map(reached) ?? false) { await Task.yield() }
        }
        await until { $0.network != nil && $0.freeBytes != nil }
        UIDevice.simulatedBatteryState.value = .charging
        NotificationCenter.default.post(name: UIDevice.batteryStateDidChangeNotification, object: nil)
        await until { $0.charging == .charging }
        NWPathMonitor.simulate(NWPath(simulated: .satisfied, over: [.cellular], expensive: true))
        await until { $0.network == .cellular && $0.metered == true }
        weak var gone = observer
        observer = nil
        #expect(gone == nil)
        UIDevice.simulatedBatteryState.value = .unplugged
        NWPathMonitor.simulate(NWPath(simulated: .satisfied, over: [.wifi]))
    }
}
