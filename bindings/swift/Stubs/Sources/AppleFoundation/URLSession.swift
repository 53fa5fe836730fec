import Foundation

/// How a session works.
open class URLSessionConfiguration: NSObject { //= NSURLSessionConfiguration
    /// A session whose transfers the system carries.
    open class func background(withIdentifier identifier: String) -> URLSessionConfiguration { //= .backgroundSessionConfigurationWithIdentifier
        let configuration = URLSessionConfiguration()
        configuration.name = identifier
        return configuration
    }
    private var name: String?

    /// The session's name.
    open var identifier: String? { name } //= .identifier
    /// When the system likes.
    open var isDiscretionary = false //= .discretionary
    /// Wakes the app at the end.
    open var sessionSendsLaunchEvents = true //= .sessionSendsLaunchEvents
    /// The folder that an extension shares.
    open var sharedContainerIdentifier: String? //= .sharedContainerIdentifier
    /// At once.
    open var httpMaximumConnectionsPerHost = 6 //= .HTTPMaximumConnectionsPerHost
    /// Cookies from answers.
    open var httpShouldSetCookies = true //= .HTTPShouldSetCookies
    /// Seconds for all of a transfer.
    open var timeoutIntervalForResource: TimeInterval = 604_800 //= .timeoutIntervalForResource
}

/// One transfer.
open class URLSessionTask: NSObject, @unchecked Sendable { //= NSURLSessionTask
    /// How far it is.
    public enum State: Int, Sendable { //= NSURLSessionTaskState
        case running = 0 //= .Running
        case suspended = 1 //= .Suspended
        case canceling = 2 //= .Canceling
        case completed = 3 //= .Completed
    }

    let box: Simulated<TransferService.Transfer>
    init(_ box: Simulated<TransferService.Transfer>) { self.box = box }

    /// The app's word for it; it survives a relaunch.
    open var taskDescription: String? { //= .taskDescription
        get { box.value.note }
        set { box.change { $0.note = newValue } }
    }
    /// What was asked.
    open var originalRequest: URLRequest? { box.value.request } //= .originalRequest
    /// The answer.
    open var response: URLResponse? { box.value.response } //= .response
    /// How far it is.
    open var state: State { box.value.state } //= .state
    /// Bytes to be sent, roughly.
    open var countOfBytesClientExpectsToSend: Int64 { //= .countOfBytesClientExpectsToSend
        get { box.value.expected }
        set { box.change { $0.expected = newValue } }
    }
    /// Goes.
    open func resume() { TransferService.shared.resume(box) } //= .resume
    /// Ends.
    open func cancel() { TransferService.shared.cancel(box, reason: nil) } //= .cancel
}

/// One upload.
open class URLSessionUploadTask: URLSessionTask, @unchecked Sendable {} //= NSURLSessionUploadTask

/// What a transfer crossed.
open class URLSessionTaskMetrics: NSObject, @unchecked Sendable { //= NSURLSessionTaskMetrics
    /// One for each request.
    public let transactionMetrics: [URLSessionTaskTransactionMetrics] //= .transactionMetrics
    init(_ transactions: [URLSessionTaskTransactionMetrics]) { transactionMetrics = transactions }
}

/// What a request crossed.
open class URLSessionTaskTransactionMetrics: NSObject, @unchecked Sendable { //= NSURLSessionTaskTransactionMetrics
    /// A mobile network.
    public let isCellular: Bool //= .cellular
    /// A network that costs.
    public let isExpensive: Bool //= .expensive
    init(_ network: TransferService.Network) {
        isCellular = network == .cellular
        isExpensive = network == .cellular || network == .hotspot
    }
}

/// Whom a challenge is about.
open class URLProtectionSpace: NSObject, @unchecked Sendable { //= NSURLProtectionSpace
    /// What is asked.
    public let authenticationMethod: String //= .authenticationMethod
    /// The host.
    public let host: String //= .host
    /// What `serverTrust` gives: `Security` knows its type.
    public let simulatedTrust: AnyObject?
    /// For a test.
    public init(simulatedHost: String, method: String, trust: AnyObject? = nil) {
        simulatedTrust = trust
        host = simulatedHost
        authenticationMethod = method
    }
}

/// The method of a server that shows its certificate.
public let NSURLAuthenticationMethodServerTrust = "NSURLAuthenticationMethodServerTrust" //= NSURLAuthenticationMethodServerTrust

/// A question of a server.
open class URLAuthenticationChallenge: NSObject, @unchecked Sendable { //= NSURLAuthenticationChallenge
    /// Who asks.
    public let protectionSpace: URLProtectionSpace //= .protectionSpace
    /// For a test.
    public init(simulatedSpace: URLProtectionSpace) { protectionSpace = simulatedSpace }
}

/// An answer to a challenge.
open class URLCredential: NSObject, @unchecked Sendable { //= NSURLCredential
    /// That a server is trusted.
    public init(simulatedTrust: AnyObject) { super.init() }
}

extension URLSession {
    /// What to do with a challenge.
    public enum AuthChallengeDisposition: Int, Sendable { //= NSURLSessionAuthChallengeDisposition
        case useCredential = 0 //= .UseCredential
        case performDefaultHandling = 1 //= .PerformDefaultHandling
        case cancelAuthenticationChallenge = 2 //= .CancelAuthenticationChallenge
    }
}

/// Hears of a session.
public protocol URLSessionDelegate: NSObjectProtocol, Sendable { //= NSURLSessionDelegate
    func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) //= .URLSessionDidFinishEventsForBackgroundURLSession
}

/// Hears of transfers.
public protocol URLSessionTaskDelegate: URLSessionDelegate { //= NSURLSessionTaskDelegate
    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) //= .URLSessionTaskDidCompleteWithError
    func urlSession(_ session: URLSession, task: URLSessionTask, didFinishCollecting metrics: URLSessionTaskMetrics) //= .URLSessionTaskDidFinishCollectingMetrics
    func urlSession(_ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge, completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void) //= .URLSessionTaskDidReceiveChallengeCompletionHandler
}

extension URLSessionDelegate {
    public func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) {}
}

extension URLSessionTaskDelegate {
    public func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {}
    public func urlSession(_ session: URLSession, task: URLSessionTask, didFinishCollecting metrics: URLSessionTaskMetrics) {}
    public func urlSession(_ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge, completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void) {
        completionHandler(.performDefaultHandling, nil)
    }
}

/// Transfers of an app. Only background sessions are stood in for.
open class URLSession: NSObject, @unchecked Sendable { //= NSURLSession
    /// How it works.
    public let configuration: URLSessionConfiguration //= .configuration
    /// Who hears of it.
    open var delegate: (any URLSessionDelegate)? { hearer } //= .delegate
    private let hearer: (any URLSessionTaskDelegate)?
    private var name: String { configuration.identifier ?? "" }

    /// A session. Two of one name in a process are undefined; here they end it.
    public init(configuration: URLSessionConfiguration, delegate: (any URLSessionDelegate)?, delegateQueue: OperationQueue?) { //= .sessionWithConfigurationDelegateDelegateQueue
        self.configuration = configuration
        hearer = delegate as? any URLSessionTaskDelegate
        super.init()
        TransferService.shared.attach(self, name: name, delegate: hearer)
    }

    /// An upload of a file. A file that is not there is an Objective-C exception.
    open func uploadTask(with request: URLRequest, fromFile fileURL: URL) -> URLSessionUploadTask { //= .uploadTaskWithRequestFromFile
        precondition(FileManager.default.isReadableFile(atPath: fileURL.path), "an Objective-C exception: Cannot read file at \(fileURL)")
        precondition(["http", "https"].contains(request.url?.scheme ?? ""), "an Objective-C exception: invalid scheme in background session")
        return TransferService.shared.make(session: name, request: request, file: fileURL)
    }

    /// Every transfer that has not ended.
    open var allTasks: [URLSessionTask] { //= .getAllTasksWithCompletionHandler
        get async { TransferService.shared.tasks(of: name) }
    }
}
