//! A relay on a free port of this machine, and offices with profiles of their own, in a temporary folder.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use careplan_core::exchange::Office;
use careplan_relay::{OfficeSpec, Server};
use tempfile::TempDir;

use super::error::DemoError;
use super::month::{Partner, SampleMonth};

/// Everything that the demo needs beside the sample. The folder goes when this goes.
pub(super) struct Sandbox {
    pub support: Office,
    /// In the order of the sample.
    pub offices: Vec<Office>,
    server: Server,
    _folder: TempDir,
}

impl Sandbox {
    /// Makes keys and accounts for every office and starts the relay.
    pub(super) fn start(month: &SampleMonth) -> Result<Self, DemoError> {
        let folder = TempDir::with_prefix("careplan-demo-")?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let url = format!("https://{}", listener.local_addr()?);
        let specs: Vec<_> = std::iter::once(&month.support)
            .chain(month.offices.iter().map(|office| &office.partner))
            .map(spec)
            .collect();
        careplan_relay::init(folder.path(), &specs, &url)?;
        let server = Server::start(folder.path(), listener)?;
        let offices = month.offices.iter();
        Ok(Self {
            support: open(folder.path(), &month.support)?,
            offices: offices
                .map(|office| open(folder.path(), &office.partner))
                .collect::<Result<_, _>>()?,
            server,
            _folder: folder,
        })
    }

    /// Closes the offices' connections, then the relay.
    pub(super) fn stop(self) {
        drop((self.support, self.offices));
        self.server.stop();
    }
}

fn spec(partner: &Partner) -> OfficeSpec {
    OfficeSpec {
        number: partner.number,
        kinds: vec![partner.kind],
        name: partner.name.clone(),
    }
}

fn open(folder: &Path, partner: &Partner) -> Result<Office, DemoError> {
    let profile = folder.join("offices").join(partner.number.as_str());
    Ok(Office::open(&profile)?)
}
