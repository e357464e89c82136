use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;
use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use crate::relay::error::RelayError;
use crate::relay::settings::{ClientSettings, Proxy, ProxyAccount};

const BAD: RelayError = RelayError::Settings("proxy");

/// The way to the relay: straight, or through a proxy.
pub(super) struct Way {
    proxy: Option<reqwest::Proxy>,
}

impl Way {
    pub(super) fn new(settings: &ClientSettings, relay: &Url) -> Result<Self, RelayError> {
        let proxy = match &settings.proxy {
            Proxy::None => None,
            Proxy::System => of_environment(relay)?,
            Proxy::Url(url) => Some(of_settings(url, settings.proxy_account.as_ref())?),
        };
        Ok(Self { proxy })
    }

    /// The proxy in between.
    pub(super) fn proxy(&self) -> Option<reqwest::Proxy> {
        self.proxy.clone()
    }
}

fn of_settings(url: &str, account: Option<&ProxyAccount>) -> Result<reqwest::Proxy, RelayError> {
    let url = Url::parse(url).map_err(|_| BAD)?;
    // A password in the address would end up in logs.
    if url.scheme() != "http"
        || !url.has_host()
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return Err(BAD);
    }
    let proxy = reqwest::Proxy::https(url).map_err(|_| BAD)?;
    match account {
        None => Ok(proxy),
        Some(account) => Ok(proxy.custom_http_auth(basic(account)?)),
    }
}

/// RFC 7617.
fn basic(account: &ProxyAccount) -> Result<HeaderValue, RelayError> {
    let pair = Zeroizing::new(format!("{}:{}", account.user, account.password.as_str()));
    let text = Zeroizing::new(format!("Basic {}", BASE64.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&text).map_err(|_| BAD)?;
    value.set_sensitive(true);
    Ok(value)
}

/// What the environment says about the way to this relay, a password in it included.
fn of_environment(relay: &Url) -> Result<Option<reqwest::Proxy>, RelayError> {
    const BAD: RelayError = RelayError::Settings("HTTPS_PROXY");
    let relay = relay
        .as_str()
        .parse()
        .map_err(|_| RelayError::Settings("url"))?;
    let Some(through) = Matcher::from_env().intercept(&relay) else {
        return Ok(None);
    };
    if through.uri().scheme_str() != Some("http") {
        return Err(BAD);
    }
    let proxy = reqwest::Proxy::https(through.uri().to_string()).map_err(|_| BAD)?;
    Ok(Some(match through.basic_auth() {
        None => proxy,
        Some(value) => proxy.custom_http_auth(value.clone()),
    }))
}
