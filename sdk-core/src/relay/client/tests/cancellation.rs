use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::server::{Reply, Stop, listen, silent};
use super::{client_with, relay_that, sent, settings};
use crate::relay::wire::State;
use crate::relay::{Client, InMemory, Partial, RelayError, Unreachable};
use crate::{Cancel, Control, Progress};

const LONG: Duration = Duration::from_secs(20);

/// Cancels a call that takes long, and checks that it ends soon.
#[track_caller]
fn assert_cancelled<T: std::fmt::Debug>(call: impl FnOnce(&Control<'_>) -> Result<T, RelayError>) {
    let cancel = Cancel::new();
    let switch = cancel.clone();
    let cancelling = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        switch.cancel();
        Instant::now()
    });
    let control = Control {
        cancel: Some(&cancel),
        ..Control::default()
    };
    let ended = call(&control);
    assert!(matches!(ended, Err(RelayError::Cancelled)), "{ended:?}");
    let took = cancelling.join().unwrap().elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    let late =
        Client::with_cancel(&client_with(settings("https://localhost:1")), &cancel).service();
    assert_eq!(late.unwrap_err(), RelayError::Cancelled);
}

fn patient(port: u16) -> Client {
    let mut settings = settings(&format!("https://localhost:{port}"));
    settings.connect_timeout = LONG;
    settings.idle_timeout = LONG;
    client_with(settings)
}

#[test]
fn a_handshake_can_be_cancelled() {
    let client = patient(silent());
    assert_cancelled(|control| client.news(0, 0, LONG, control));
    assert_cancelled(|control| client.with_cancel(control.cancel.unwrap()).login());
}

#[test]
fn a_long_poll_can_be_cancelled_while_others_go_on() {
    let (_server, client) = relay_that(|asked| match asked.call.starts_with("GET /v1/news") {
        true => Reply::new(200, "{\"sent\":0,\"received\":0}").after(LONG),
        false => Reply::json(&sent(State::Available, b"", Vec::new())),
    });
    let (stop, stopped) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(|| {
            let stopped = stopped;
            while stopped.try_recv() == Err(mpsc::TryRecvError::Empty) {
                let began = Instant::now();
                client.sent_message(Uuid::nil()).unwrap();
                assert!(began.elapsed() < Duration::from_secs(1));
            }
        });
        assert_cancelled(|control| client.news(0, 0, LONG, control));
        drop(stop);
    });
}

#[test]
fn a_cancelled_call_lets_go_of_its_connection() {
    let (closed, is_closed) = mpsc::channel();
    let port = listen(move |mut stream| {
        while let Ok(1..) = stream.read(&mut [0; 1024]) {}
        closed.send(()).unwrap();
    });
    let client = patient(port);
    assert_cancelled(|control| client.news(0, 0, LONG, control));
    is_closed.recv_timeout(Duration::from_secs(2)).unwrap();
}

#[test]
fn waiting_for_the_login_of_another_thread_can_be_cancelled() {
    let client = patient(silent());
    let other = Cancel::new();
    thread::scope(|scope| {
        scope.spawn(|| client.with_cancel(&other).login().unwrap_err());
        thread::sleep(Duration::from_millis(100));
        assert_cancelled(|control| client.news(0, 0, LONG, control));
        other.cancel();
    });
}

/// More than the system's buffers take.
const LARGE: usize = 32 << 20;

#[test]
fn an_upload_that_does_not_go_on_can_be_cancelled() {
    let mut message = sent(State::Announced, &vec![0; LARGE], Vec::new());
    message.part_bytes = LARGE as u64;
    let content = vec![0; LARGE];
    let client = patient(stuck_relay());
    assert_cancelled(|control| client.upload(Uuid::nil(), &content, &message, control));
}

/// A relay that takes only the first 100 kB of each connection.
fn stuck_relay() -> u16 {
    let relay = relay_that(|_| Reply::new(200, "{}")).0.port;
    listen(move |office| {
        let mut relay = TcpStream::connect(("127.0.0.1", relay)).unwrap();
        let (mut down, mut up) = (relay.try_clone().unwrap(), office.try_clone().unwrap());
        thread::spawn(move || io::copy(&mut down, &mut up));
        let _passed = io::copy(&mut office.take(100_000), &mut relay);
        // Both stay open.
        thread::sleep(LONG);
    })
}

#[test]
fn a_download_that_does_not_go_on_can_be_cancelled_or_is_given_up() {
    let (_server, client) =
        relay_that(|_| Reply::new(200, "0123456789").stops_at(4, Stop::Silence));
    let fetch = |partial: &mut InMemory, control: &Control<'_>| {
        client.fetch(Uuid::nil(), 10, "", partial, control)
    };
    let mut partial = InMemory::new();
    assert_cancelled(|control| fetch(&mut partial, control));
    assert_eq!(partial.len(), 4);
    let began = Instant::now();
    let given_up = fetch(&mut InMemory::new(), &Control::default()).unwrap_err();
    assert_eq!(given_up, RelayError::Unreachable(Unreachable::TimedOut));
    assert!((2..6).contains(&began.elapsed().as_secs()));
}

#[test]
fn a_slow_transfer_that_goes_on_is_not_given_up() {
    // Each takes longer than the idle time in all.
    let (_server, client) = relay_that(|asked| match asked.call.starts_with("GET /v1/news") {
        true => Reply::new(200, "{\"sent\":0,\"received\":0}").after(Duration::from_secs(5)),
        false => Reply::new(200, "0123456789").slowly(1, Duration::from_millis(500)),
    });
    let (id, control) = (Uuid::nil(), Control::default());
    let news = client.news(0, 0, Duration::from_secs(5), &control);
    assert_eq!(news.unwrap().sent, 0);
    let digest = crate::sha256_hex(b"0123456789");
    let mut partial = InMemory::new();
    client
        .fetch(id, 10, &digest, &mut partial, &control)
        .unwrap();
    assert_eq!(partial.len(), 10);
}

#[test]
fn a_slow_upload_that_goes_on_is_not_given_up_and_tells_its_progress() {
    let content = vec![7; 16 * MIB];
    let message = || {
        let mut message = sent(State::Uploading, &[7; 16 * MIB], Vec::new());
        message.part_bytes = 16 * MIB as u64;
        message
    };
    let answer = serde_json::to_vec(&message()).unwrap();
    let (server, _) = relay_that(move |_| Reply::new(200, answer.clone()));
    let port = throttled(server.port, 4 * MIB);
    let client = client_with(settings(&format!("https://localhost:{port}")));
    let told = Mutex::new(Vec::new());
    let tell = |progress: Progress| told.lock().unwrap().push(progress.done);
    let control = Control {
        progress: Some(&tell),
        ..Control::default()
    };
    let began = Instant::now();
    client
        .upload(Uuid::nil(), &content, &message(), &control)
        .unwrap();
    assert!(began.elapsed() > Duration::from_secs(3));
    let told = told.into_inner().unwrap();
    assert!(told.len() > 3 && told.is_sorted(), "{told:?}");
    assert_eq!(told.last(), Some(&(16 * MIB as u64)));
}

/// The system buffers several of them.
const MIB: usize = 1 << 20;

/// Passes so many bytes a second on to a relay.
fn throttled(relay: u16, bytes: usize) -> u16 {
    listen(move |mut office| {
        let mut relay = TcpStream::connect(("127.0.0.1", relay)).unwrap();
        let (mut down, mut up) = (relay.try_clone().unwrap(), office.try_clone().unwrap());
        thread::spawn(move || io::copy(&mut down, &mut up));
        let mut buffer = vec![0; bytes / 20];
        while let Ok(read @ 1..) = office.read(&mut buffer) {
            if relay.write_all(&buffer[..read]).is_err() {
                break;
            }
            thread::sleep(Duration::from_secs_f64(read as f64 / bytes as f64));
        }
        let _closed = relay.shutdown(std::net::Shutdown::Both);
    })
}

#[test]
fn a_client_can_be_dropped_while_a_name_is_being_resolved() {
    let mut settings = settings("https://no-such-relay.invalid");
    settings.connect_timeout = LONG;
    let client = client_with(settings);
    let cancel = Cancel::new();
    cancel.cancel();
    let _cancelled = client.with_cancel(&cancel).service();
    let began = Instant::now();
    drop(client);
    assert!(began.elapsed() < Duration::from_secs(1));
}
