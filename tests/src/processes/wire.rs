//! A wire that counts: a TCP proxy between one phone and the cloud.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use safelight_protocol::part::frames;

use super::http::{Event, Messages};

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the phone to the cloud.
    Up,
    /// From the cloud to the phone.
    Down,
}

/// A request and what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// `GET`, `PUT` …
    pub method: String,
    /// The address, with its query.
    pub path: String,
    /// The ids of the parts that its body carries.
    pub parts: Vec<String>,
    /// Whether the request has passed whole.
    pub sent: bool,
    /// The answer's status, once the cloud has given it.
    pub status: Option<u16>,
}

#[derive(Debug, Default)]
struct Seen {
    up: u64,
    down: u64,
    joined: u64,
    exchanges: Vec<Exchange>,
    stopped: bool,
    cuts: u64,
    keeps: bool,
    kept: Vec<u8>,
    streams: Vec<TcpStream>,
    /// Who has joined, by their own address.
    accepted: Vec<SocketAddr>,
    target: Option<SocketAddr>,
}

/// The wire of one phone.
#[derive(Debug, Clone)]
pub struct Wire {
    address: SocketAddr,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

impl Wire {
    /// A wire to a server.
    pub fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let seen = Seen { target: Some(target), ..Seen::default() };
        let wire = Self { address, seen: Arc::new((Mutex::new(seen), Condvar::new())) };
        let own = wire.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let peer = stream.peer_addr();
                own.join(stream);
                own.lock().accepted.extend(peer);
                own.seen.1.notify_all();
            }
        });
        wire
    }

    /// Its end at the phone, as a server's address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Leads to another server from now on.
    pub fn lead_to(&self, target: SocketAddr) {
        self.lock().target = Some(target);
    }

    /// Nothing passes from now on; connections stay.
    pub fn stop(&self) {
        self.lock().stopped = true;
    }

    /// Bytes pass again.
    pub fn go_on(&self) {
        self.lock().stopped = false;
        self.seen.1.notify_all();
    }

    /// Breaks every connection, also one that was made and not taken up yet. What was on its way is lost.
    pub fn cut(&self) {
        // Whoever connects last is taken up last.
        let last = TcpStream::connect(self.address).expect("the wire listens");
        let last = last.local_addr().expect("a stream has an address");
        let waited =
            self.seen.1.wait_timeout_while(self.lock(), Duration::from_secs(60), |seen| !seen.accepted.contains(&last));
        let mut seen = waited.unwrap_or_else(PoisonError::into_inner).0;
        seen.cuts += 1;
        for stream in seen.streams.drain(..) {
            // One that is broken already needs no breaking.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Keeps every byte that passes from now on.
    pub fn keep(&self) {
        self.lock().keeps = true;
    }

    /// Every byte that was kept.
    pub fn kept(&self) -> Vec<u8> {
        self.lock().kept.clone()
    }

    /// How many bytes have passed.
    pub fn bytes(&self, way: Way) -> u64 {
        let seen = self.lock();
        match way {
            Way::Up => seen.up,
            Way::Down => seen.down,
        }
    }

    /// Every request so far.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.lock().exchanges.clone()
    }

    /// Waits until a condition on the requests holds; false if it does not within a minute.
    pub fn wait_for(&self, mut condition: impl FnMut(&[Exchange]) -> bool) -> bool {
        let waited =
            self.seen.1.wait_timeout_while(self.lock(), Duration::from_secs(60), |seen| !condition(&seen.exchanges));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> u64 {
        self.lock().joined
    }

    /// Waits until there have been more connections than that; false if there are not within a minute.
    pub fn wait_for_connection(&self, after: u64) -> bool {
        let waited = self.seen.1.wait_timeout_while(self.lock(), Duration::from_secs(60), |seen| seen.joined <= after);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Waits until so many bytes have passed, or `over` says that no more will.
    pub fn wait_for_bytes(&self, way: Way, bytes: u64, mut over: impl FnMut() -> bool) {
        let mut seen = self.lock();
        loop {
            let passed = match way {
                Way::Up => seen.up,
                Way::Down => seen.down,
            };
            if passed >= bytes || over() {
                return;
            }
            let waited = self.seen.1.wait_timeout(seen, Duration::from_millis(20));
            seen = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn join(&self, phone: TcpStream) {
        let Some(cloud) = self.lock().target.and_then(|target| TcpStream::connect(target).ok()) else { return };
        let open: Arc<Mutex<Vec<usize>>> = Arc::default();
        let copies = [phone.try_clone(), cloud.try_clone(), phone.try_clone(), cloud.try_clone()];
        let [Ok(first), Ok(second), Ok(from_phone), Ok(from_cloud)] = copies else { return };
        let mut seen = self.lock();
        seen.streams.extend([first, second]);
        seen.joined += 1;
        // A system keeps what it has received of a broken connection until it is read: that was lost, too.
        let cuts = seen.cuts;
        drop(seen);
        self.seen.1.notify_all();
        let (up, up_open) = (self.clone(), Arc::clone(&open));
        thread::spawn(move || up.carry(Way::Up, (from_phone, cloud), &up_open, cuts));
        let down = self.clone();
        thread::spawn(move || down.carry(Way::Down, (from_cloud, phone), &open, cuts));
    }

    /// Carries one direction until it ends. `open` are the requests of this connection that wait for their answers.
    fn carry(&self, way: Way, (mut from, mut to): (TcpStream, TcpStream), open: &Mutex<Vec<usize>>, cuts: u64) {
        let mut messages = Messages::new(|start| start.starts_with("POST ") && start.contains("/parts "));
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let piece = buffer.get(..read).unwrap_or_default();
            // What the cloud has said counts as said before the phone can have acted on it; and so do the phone's words.
            self.note(way, piece, &mut messages, (open, cuts));
            if to.write_all(piece).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
        let _ = from.shutdown(Shutdown::Both);
    }

    fn note(&self, way: Way, piece: &[u8], messages: &mut Messages, (open, cuts): (&Mutex<Vec<usize>>, u64)) {
        let seen = self.lock();
        let mut seen = self.seen.1.wait_while(seen, |seen| seen.stopped).unwrap_or_else(PoisonError::into_inner);
        if seen.cuts != cuts {
            // What stood here when the wire was cut is lost with it.
            return;
        }
        let passed = u64::try_from(piece.len()).unwrap_or(0);
        match way {
            Way::Up => seen.up += passed,
            Way::Down => seen.down += passed,
        }
        if seen.keeps {
            seen.kept.extend_from_slice(piece);
        }
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        for event in messages.feed(piece) {
            match (way, event) {
                (Way::Up, Event::Begun(start)) => {
                    open.push(seen.exchanges.len());
                    seen.exchanges.push(begun(&start));
                }
                (Way::Up, Event::Ended(message)) => {
                    if let Some(exchange) = open.last().and_then(|index| seen.exchanges.get_mut(*index)) {
                        exchange.sent = true;
                        let batch = frames::parse(&message.body).unwrap_or_default();
                        exchange.parts.extend(batch.iter().map(|(id, _)| id.to_string()));
                    }
                }
                (Way::Down, Event::Begun(start)) => {
                    let status = start.split(' ').nth(1).and_then(|status| status.parse().ok());
                    if let Some(exchange) = open.first().and_then(|index| seen.exchanges.get_mut(*index)) {
                        exchange.status = status;
                    }
                }
                (Way::Down, Event::Ended(_)) => {
                    if !open.is_empty() {
                        open.remove(0);
                    }
                }
            }
        }
        drop(seen);
        self.seen.1.notify_all();
    }
}

fn begun(start: &str) -> Exchange {
    let mut words = start.split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let path = words.next().unwrap_or_default().to_owned();
    let part = path.split_once("/parts/").map(|(_, part)| part.to_owned()).filter(|_| method == "PUT");
    Exchange { method, path, parts: part.into_iter().collect(), sent: false, status: None }
}
