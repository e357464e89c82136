use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use careplan_core::relay::wire::ProblemCode;
use tokio::time::sleep;

use super::{Faults, Phase, What, body};
use crate::clock::Clock;
use crate::control::Deed;
use crate::store::Failure;

/// What the layer has to know.
#[derive(Clone)]
pub(crate) struct FaultLayer {
    /// The rules.
    pub(crate) faults: Faults,
    /// By which they end.
    pub(crate) clock: Clock,
    /// Does what a rule wants done.
    pub(crate) doer: Doer,
}

/// Does something to the relay. Whether it could be done is not asked for.
pub(crate) type Doer = Arc<dyn Fn(Deed) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Lets a request through, or does to it what the rules say.
pub(crate) async fn inject(
    State(layer): State<FaultLayer>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let due = layer.faults.due(request.method(), path, layer.clock.now());
    if due.is_empty() {
        return next.run(request).await;
    }
    misbehave(&layer.doer, due, request, next).await
}

async fn misbehave(doer: &Doer, due: Vec<(Phase, What)>, request: Request, next: Next) -> Response {
    let (before, after): (Vec<_>, Vec<_>) = due
        .into_iter()
        .partition(|(phase, _)| *phase == Phase::Before);
    let mut visit = Visit {
        request,
        twice: false,
        cut: false,
    };
    for (_, what) in before {
        if let Some(answer) = visit.before(what, doer).await {
            return answer;
        }
    }
    let mut answer = visit.run(next).await;
    for (_, what) in after {
        answer = spoil(answer, what, doer).await;
    }
    answer
}

/// A request on its way to the call.
struct Visit {
    request: Request,
    twice: bool,
    cut: bool,
}

impl Visit {
    /// An answer, if the request gets no further.
    async fn before(&mut self, what: What, doer: &Doer) -> Option<Response> {
        match what {
            What::Cut => return Some(cut()),
            What::CutRequest { after } => {
                self.cut = true;
                self.replace_body(|body| body::shortened(body, after));
            }
            What::Delay { milliseconds } => sleep(Duration::from_millis(milliseconds)).await,
            What::Hang => std::future::pending().await,
            What::Unavailable { retry_after } => {
                self.read_body().await;
                return Some(unavailable(retry_after));
            }
            What::DiskFull => {
                self.read_body().await;
                return Some(Failure::from(ProblemCode::StorageFull).into_response());
            }
            What::FlipRequest { byte } => {
                let bytes = self.read_body().await;
                self.replace_body(|_| body::flipped(&bytes, byte).into());
            }
            What::Duplicate => self.twice = true,
            What::Do(deed) => doer(deed).await,
            What::CutResponse { .. } | What::FlipResponse { .. } => {}
        }
        None
    }

    async fn run(mut self, next: Next) -> Response {
        let answer = if self.twice {
            let bytes = self.read_body().await;
            let mut first = Request::new(bytes.clone().into());
            first.method_mut().clone_from(self.request.method());
            first.uri_mut().clone_from(self.request.uri());
            first.headers_mut().clone_from(self.request.headers());
            first.extensions_mut().clone_from(self.request.extensions());
            next.clone().run(first).await;
            self.replace_body(|_| bytes.into());
            next.run(self.request).await
        } else {
            next.run(self.request).await
        };
        if self.cut { cut() } else { answer }
    }

    /// Takes the whole body out, so that its sender is ready to read an answer.
    async fn read_body(&mut self) -> Bytes {
        let body = std::mem::take(self.request.body_mut());
        let bytes = whole(body).await;
        self.replace_body(|_| bytes.clone().into());
        bytes
    }

    fn replace_body(&mut self, replace: impl FnOnce(Body) -> Body) {
        let body = std::mem::take(self.request.body_mut());
        *self.request.body_mut() = replace(body);
    }
}

/// What is left of an answer.
async fn spoil(answer: Response, what: What, doer: &Doer) -> Response {
    match what {
        What::Cut => cut(),
        What::Hang => std::future::pending().await,
        What::Unavailable { retry_after } => unavailable(retry_after),
        What::Delay { milliseconds } => {
            sleep(Duration::from_millis(milliseconds)).await;
            answer
        }
        What::FlipResponse { byte } => {
            let (head, body) = answer.into_parts();
            let bytes = whole(body).await;
            Response::from_parts(head, body::flipped(&bytes, byte).into())
        }
        What::CutResponse { after } => cut_within(answer, after),
        What::Do(deed) => {
            doer(deed).await;
            answer
        }
        What::CutRequest { .. } | What::DiskFull | What::FlipRequest { .. } | What::Duplicate => {
            answer
        }
    }
}

/// The length that was announced stands, so that the other side knows that something is missing.
fn cut_within(answer: Response, after: Option<u64>) -> Response {
    let (mut head, body) = answer.into_parts();
    let said = head.headers.get(CONTENT_LENGTH);
    let said = said.and_then(|length| length.to_str().ok()?.parse().ok());
    let length = said.or(body.size_hint().exact());
    if let Some(length) = length {
        head.headers.insert(CONTENT_LENGTH, length.into());
    }
    let bytes = after.unwrap_or_else(|| length.unwrap_or(0) / 2);
    Response::from_parts(head, body::shortened(body, bytes))
}

/// An answer whose body breaks before the first byte was written: the server drops the connection.
fn cut() -> Response {
    Response::new(body::broken())
}

fn unavailable(retry_after: Option<u64>) -> Response {
    match retry_after {
        Some(seconds) => Failure::wait(ProblemCode::Unavailable, seconds),
        None => ProblemCode::Unavailable.into(),
    }
    .into_response()
}

/// A whole body; empty if it breaks, as bodies on a cut line do.
async fn whole(body: Body) -> Bytes {
    to_bytes(body, usize::MAX).await.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Instant;

    use axum::Router;
    use axum::routing::post;
    use tokio::runtime::Runtime;

    use super::*;
    use crate::faults::Rule;

    /// A server that gives back what it gets, and counts.
    struct Echo {
        address: SocketAddr,
        layer: FaultLayer,
        done: Arc<AtomicUsize>,
        _runtime: Runtime,
    }

    impl Echo {
        fn start(rule: Rule) -> Self {
            let runtime = Runtime::new().unwrap();
            let done = Arc::new(AtomicUsize::new(0));
            let deeds = done.clone();
            let layer = FaultLayer {
                faults: Faults::default(),
                clock: Clock::default(),
                doer: Arc::new(move |_| {
                    deeds.fetch_add(100, Ordering::SeqCst);
                    Box::pin(async {})
                }),
            };
            layer.faults.add(rule, layer.clock.now()).unwrap();
            let count = done.clone();
            let echo = post(async move |body: Bytes| {
                count.fetch_add(1, Ordering::SeqCst);
                body
            });
            let router = Router::new()
                .route("/v1/login", echo)
                .layer(axum::middleware::from_fn_with_state(layer.clone(), inject));
            let listener = runtime
                .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
                .unwrap();
            let address = listener.local_addr().unwrap();
            runtime.spawn(async move { axum::serve(listener, router).await });
            Self {
                address,
                layer,
                done,
                _runtime: runtime,
            }
        }

        /// All that comes back for ten bytes until the connection ends, or half a second of silence.
        fn send(&self) -> String {
            let mut stream = TcpStream::connect(self.address).unwrap();
            stream
                .set_read_timeout(Some(Duration::from_millis(500)))
                .unwrap();
            let head = "POST /v1/login HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 10\r\n\r\n";
            stream
                .write_all(format!("{head}0123456789").as_bytes())
                .unwrap();
            let mut answer = Vec::new();
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut piece) {
                answer.extend_from_slice(&piece[..length]);
            }
            String::from_utf8(answer).unwrap()
        }

        fn done(&self) -> usize {
            self.done.load(Ordering::SeqCst)
        }
    }

    fn body(answer: &str) -> &str {
        answer.split_once("\r\n\r\n").unwrap().1
    }

    #[test]
    fn a_cut_connection_gives_not_one_byte() {
        let before = Echo::start(Rule::new(What::Cut).times(1));
        assert_eq!((before.send().as_str(), before.done()), ("", 0));
        assert_eq!(body(&before.send()), "0123456789");
        let after = Echo::start(Rule::new(What::Cut).after_the_work());
        assert_eq!((after.send().as_str(), after.done()), ("", 1));
        let within = Echo::start(Rule::new(What::CutRequest { after: 4 }));
        assert_eq!((within.send().as_str(), within.done()), ("", 0));
    }

    #[test]
    fn an_answer_is_cut_within_its_body() {
        let half = Echo::start(Rule::new(What::CutResponse { after: None }));
        let answer = half.send();
        assert!(answer.contains("content-length: 10\r\n"), "{answer}");
        assert_eq!((body(&answer), half.done()), ("01234", 1));
        let none = Echo::start(Rule::new(What::CutResponse { after: Some(0) }));
        assert_eq!(none.send(), "");
    }

    #[test]
    fn bits_are_turned_over_on_either_way() {
        let request = Echo::start(Rule::new(What::FlipRequest { byte: None }));
        assert_eq!(body(&request.send()), "0123446789");
        let response = Echo::start(Rule::new(What::FlipResponse { byte: Some(0) }));
        assert_eq!(body(&response.send()), "1123456789");
    }

    #[test]
    fn refusals_look_like_the_relays_own() {
        let wait = What::Unavailable {
            retry_after: Some(7),
        };
        let early = Echo::start(Rule::new(wait.clone()));
        let answer = early.send();
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("retry-after: 7\r\n"), "{answer}");
        assert!(answer.contains(r#""code":"unavailable""#), "{answer}");
        assert_eq!(early.done(), 0);
        let late = Echo::start(Rule::new(wait).after_the_work());
        assert!(late.send().starts_with("HTTP/1.1 503 "));
        assert_eq!(late.done(), 1);
        let full = Echo::start(Rule::new(What::DiskFull));
        assert!(full.send().contains(r#""code":"storage_full""#));
    }

    #[test]
    fn a_request_may_arrive_twice_or_late_or_stay_without_answer() {
        let twice = Echo::start(Rule::new(What::Duplicate));
        assert_eq!((body(&twice.send()), twice.done()), ("0123456789", 2));

        let start = Instant::now();
        let late = Echo::start(Rule::new(What::Delay { milliseconds: 200 }));
        assert_eq!(body(&late.send()), "0123456789");
        assert!(start.elapsed() >= Duration::from_millis(200));

        let deed = What::Do(Deed::EndMaintenance);
        let done = Echo::start(Rule::new(deed).after_the_work());
        assert_eq!((body(&done.send()), done.done()), ("0123456789", 101));

        let silent = Echo::start(Rule::new(What::Hang).after_the_work());
        assert_eq!((silent.send().as_str(), silent.done()), ("", 1));
    }

    #[test]
    fn a_rule_ends_when_the_clock_is_moved() {
        let hour = Rule::new(What::Unavailable { retry_after: None }).seconds(3600);
        let echo = Echo::start(hour);
        assert!(echo.send().starts_with("HTTP/1.1 503 "));
        echo.layer
            .clock
            .advance(jiff::SignedDuration::from_hours(1));
        assert!(echo.send().starts_with("HTTP/1.1 200 "));
    }
}
