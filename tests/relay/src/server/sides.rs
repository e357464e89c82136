//! What stands beside the calls of the protocol, when it is asked for: the control port and the web page.

use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use tokio::sync::watch;

use super::{Options, Order, ordered};
use crate::control::{self, Hands};
use crate::error::Error;
use crate::{loopback, web};

/// Listeners of this machine.
pub(super) struct Sides {
    control: Option<TcpListener>,
    web: Option<TcpListener>,
}

impl Sides {
    /// Listens as the options have it.
    pub(super) fn open(options: &Options) -> Result<Self, Error> {
        let listen = |address: &Option<String>| {
            let address = address.as_deref();
            address.map(loopback::listen).transpose()
        };
        Ok(Self {
            control: listen(&options.control)?,
            web: listen(&options.web)?,
        })
    }

    /// Where the control port is.
    pub(super) fn control_url(&self) -> Option<String> {
        self.control.as_ref().and_then(url)
    }

    /// Where the web page is.
    pub(super) fn web_url(&self) -> Option<String> {
        self.web.as_ref().and_then(url)
    }

    /// Serves both beside the calls until the relay is to stop.
    pub(super) fn serve(self, hands: &Hands, orders: &watch::Receiver<Order>) {
        let serve = |listener: Option<TcpListener>, router: Router| {
            if let Some(listener) = listener {
                let stop = ordered(orders.clone(), &[Order::Stop, Order::Abort]);
                tokio::spawn(loopback::serve(listener, router, stop));
            }
        };
        serve(self.control, control::router(hands.clone()));
        serve(self.web, web::router(Arc::new(hands.relay.clone())));
    }
}

fn url(listener: &TcpListener) -> Option<String> {
    let address = listener.local_addr().ok()?;
    Some(format!("http://{address}"))
}
