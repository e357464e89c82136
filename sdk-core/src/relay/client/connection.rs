use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use zeroize::Zeroizing;

use super::Client;
use super::proxy::Way;
use super::request::Request;
use super::runtime::{Stop, Watch};
use crate::envelope::{Certificate, Identity};
use crate::relay::clock::http_date;
use crate::relay::error::{Peer, RelayError, Unreachable, cause_of};
use crate::relay::settings::ClientSettings;
use crate::relay::tls::{self, Authority, OwnCertificate};

/// What holds for one certificate only.
pub(super) struct Connection {
    certificate: Certificate,
    own: OwnCertificate,
    proxied: bool,
    http: reqwest::Client,
}

impl Connection {
    pub(super) fn new(
        settings: &ClientSettings,
        authority: &Authority,
        way: &Way,
        identity: &Identity,
    ) -> Result<Self, RelayError> {
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(authority, identity)?)
            .https_only(true)
            .redirect(Policy::none())
            .connect_timeout(settings.connect_timeout)
            // Boxes in between forget connections on which nothing moves, a long poll above all.
            .tcp_keepalive(Duration::from_secs(15))
            .pool_idle_timeout(Duration::from_secs(60))
            .user_agent(user_agent(settings)?)
            // That of the environment was looked up already.
            .no_proxy();
        let proxy = way.proxy();
        let proxied = proxy.is_some();
        let builder = proxy
            .into_iter()
            .fold(builder, reqwest::ClientBuilder::proxy);
        Ok(Self {
            certificate: identity.certificate().clone(),
            own: OwnCertificate::of(identity),
            proxied,
            http: builder.build().map_err(|_| RelayError::Settings("TLS"))?,
        })
    }

    pub(super) fn is_of(&self, identity: &Identity) -> bool {
        self.certificate == *identity.certificate()
    }

    pub(super) fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

fn user_agent(settings: &ClientSettings) -> Result<HeaderValue, RelayError> {
    const OWN: &str = concat!("careplan-core/", env!("CARGO_PKG_VERSION"));
    let text = match &settings.user_agent {
        Some(host) => format!("{host} {OWN}"),
        None => OWN.to_owned(),
    };
    HeaderValue::from_str(&text).map_err(|_| RelayError::Settings("user agent"))
}

impl Client {
    /// Sends a request, and once more on a new connection if the one at hand turns out to be cut: the relay may have closed it
    /// while nobody used it. That is safe for everything but a login, which would count as two attempts.
    pub(super) fn send(
        &self,
        connection: &Connection,
        request: &Request<'_>,
        token: Option<&str>,
        stop: Stop<'_>,
    ) -> Result<reqwest::Response, RelayError> {
        self.shared.runtime.settle();
        match self.send_once(connection, request, token, stop) {
            Err(RelayError::Unreachable(Unreachable::Cut)) if request.repeatable => {
                self.send_once(connection, request, token, stop)
            }
            other => other,
        }
    }

    fn send_once(
        &self,
        connection: &Connection,
        request: &Request<'_>,
        token: Option<&str>,
        stop: Stop<'_>,
    ) -> Result<reqwest::Response, RelayError> {
        let shared = &self.shared;
        let url = shared.base.join(&request.path);
        let url = url.map_err(|_| RelayError::Settings("url"))?;
        let mut headers = request.headers.clone();
        if let Some(content_type) = request.content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, bearer(token)?);
        }
        let flow = request.flow();
        let mut builder = connection
            .http
            .request(request.method.clone(), url)
            .headers(headers);
        if let Some(body) = request.body(&flow) {
            builder = builder.body(body);
        }
        let watch = Watch {
            stop,
            patience: self.patience().saturating_add(request.wait),
            flow: Some(&flow),
            progress: request.progress,
        };
        let sending = async {
            let sent = builder.send().await;
            sent.map_err(|error| self.cause_of(connection, &error))
        };
        let response = shared.runtime.run(&watch, sending);
        let Ok(response) = response else {
            shared.runtime.settle();
            return response;
        };
        self.note_date(response.headers());
        Ok(response)
    }

    /// The next bytes of an answer.
    pub(super) fn chunk(
        &self,
        connection: &Connection,
        response: &mut reqwest::Response,
        stop: Stop<'_>,
    ) -> Result<Option<Vec<u8>>, RelayError> {
        let watch = Watch {
            stop,
            patience: self.patience(),
            flow: None,
            progress: &|_| {},
        };
        self.shared.runtime.run(&watch, async {
            let chunk = response.chunk().await;
            let chunk = chunk.map_err(|error| self.cause_of(connection, &error))?;
            Ok(chunk.map(Vec::from))
        })
    }

    /// Ends an answer. What was not read to its end is closed when the runtime gets to it, so it gets to it.
    pub(super) fn close<T>(&self, response: reqwest::Response, read: &Result<T, RelayError>) {
        drop(response);
        if read.is_err() {
            self.shared.runtime.settle();
        }
    }

    /// Connecting has its own limit, which shall be the one that is named.
    fn patience(&self) -> Duration {
        let settings = &self.shared.settings;
        let second = Duration::from_secs(1);
        settings
            .idle_timeout
            .max(settings.connect_timeout.saturating_add(second))
    }

    fn cause_of(&self, connection: &Connection, error: &reqwest::Error) -> RelayError {
        let peer = Peer {
            proxied: connection.proxied,
            own: &connection.own,
            authorities: &self.shared.authority.names,
            skew: self.shared.skew.get(),
        };
        cause_of(error, peer)
    }

    fn note_date(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        if let Some(relay) = date.and_then(http_date) {
            self.shared.skew.note(relay, Timestamp::now());
        }
    }
}

fn bearer(token: &str) -> Result<HeaderValue, RelayError> {
    let text = Zeroizing::new(format!("Bearer {token}"));
    let value = HeaderValue::from_str(&text);
    // A token that no header can hold is none of a relay.
    let mut value = value.map_err(|_| RelayError::NotARelay { status: 200 })?;
    value.set_sensitive(true);
    Ok(value)
}
