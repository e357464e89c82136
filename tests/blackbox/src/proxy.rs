//! A connection to the relay that can be cut after any number of bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use crate::sandbox::free_port;

/// Passes bytes on until it is told to die; from then on it cuts every connection until it is healed.
#[derive(Debug, Clone)]
pub struct Proxy {
    port: u16,
    line: Arc<Mutex<Line>>,
}

/// Which way bytes go.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// From the office to the relay.
    Up,
    /// From the relay to the office.
    Down,
}

/// How slow a line is.
#[derive(Debug, Clone, Copy)]
struct Pace {
    bytes: usize,
    pause: Duration,
}

#[derive(Debug, Default)]
struct Line {
    dead: bool,
    passed: [usize; 2],
    left: [Option<usize>; 2],
    pace: [Option<Pace>; 2],
    connections: Vec<TcpStream>,
}

impl Proxy {
    /// Stands before the relay on this port.
    pub fn before(relay: u16) -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let proxy = Self {
            port,
            line: Arc::default(),
        };
        let accepting = proxy.clone();
        thread::spawn(move || {
            for office in listener.incoming().flatten() {
                accepting.connect(office, relay);
            }
        });
        proxy
    }

    /// The address for offices.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Dies when so many more bytes have gone this way.
    pub fn cut_after(&self, way: Way, bytes: usize) {
        self.line().left[way as usize] = Some(bytes);
    }

    /// Passes this way only so many bytes at a time from now on, with a pause before each.
    pub fn dribble(&self, way: Way, bytes: usize, pause: Duration) {
        self.line().pace[way as usize] = Some(Pace { bytes, pause });
    }

    /// Passes everything on again, and at once.
    pub fn heal(&self) {
        let mut line = self.line();
        line.dead = false;
        line.left = [None; 2];
        line.pace = [None; 2];
    }

    /// Whether it has died.
    pub fn is_dead(&self) -> bool {
        self.line().dead
    }

    /// How many bytes have gone this way so far.
    pub fn passed(&self, way: Way) -> usize {
        self.line().passed[way as usize]
    }

    /// How many bytes go this way while this is done.
    pub fn measure(&self, way: Way, what: impl FnOnce()) -> usize {
        let before = self.passed(way);
        what();
        self.passed(way) - before
    }

    /// How many bytes may pass next, after the pause that is due; no longer than until it is healed.
    fn wait(&self, way: Way) -> usize {
        let begin = Instant::now();
        loop {
            match self.line().pace[way as usize] {
                None => return usize::MAX,
                Some(pace) if begin.elapsed() >= pace.pause => return pace.bytes,
                Some(_) => thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap()
    }

    fn connect(&self, office: TcpStream, relay: u16) {
        // A relay that is not there, or that died: the office's connection is dropped.
        let Ok(relay) = TcpStream::connect(("127.0.0.1", relay)) else {
            return;
        };
        let mut line = self.line();
        if line.dead {
            return;
        }
        line.connections.push(office.try_clone().unwrap());
        line.connections.push(relay.try_clone().unwrap());
        self.pump(
            Way::Up,
            office.try_clone().unwrap(),
            relay.try_clone().unwrap(),
        );
        self.pump(Way::Down, relay, office);
    }

    fn pump(&self, way: Way, mut from: TcpStream, mut to: TcpStream) {
        let proxy = self.clone();
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            'open: while let Ok(read @ 1..) = from.read(&mut buffer) {
                let mut rest = &buffer[..read];
                while !rest.is_empty() {
                    let size = proxy.wait(way).min(rest.len());
                    let pass = proxy.line().take(way, size);
                    if to.write_all(&rest[..pass]).is_err() || pass < size {
                        break 'open;
                    }
                    rest = &rest[size..];
                }
            }
            if proxy.is_dead() {
                proxy.line().cut();
            }
            let _closed = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
        });
    }
}

impl Line {
    /// How many of these bytes may pass; less than all means that the line is dead now.
    fn take(&mut self, way: Way, bytes: usize) -> usize {
        let way = way as usize;
        if self.dead {
            return 0;
        }
        let pass = self.left[way].map_or(bytes, |left| left.min(bytes));
        if let Some(left) = &mut self.left[way] {
            *left -= pass;
        }
        self.passed[way] += pass;
        self.dead = pass < bytes;
        pass
    }

    fn cut(&mut self) {
        for connection in self.connections.drain(..) {
            // It may be closed already.
            let _closed = connection.shutdown(Shutdown::Both);
        }
    }
}
