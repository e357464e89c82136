//! The web page of the sandbox: the lists as a person at an office would see them. It shows no content.

mod page;
mod relay;
mod view;

use std::future::Future;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{FromRequestParts, Path, Query, Request, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use careplan_core::number::OfficeNumber;
use careplan_core::relay::wire::{Page, State};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use self::page::{DetailPage, ListPage, ListView, OverviewPage, Partner, ProblemPage, Shown};
pub(crate) use self::view::{List, View};
use crate::overview::{OfficeQuery, OfficeState};
use crate::store::Failure;

const STYLE: &str = include_str!("style.css");

/// Rows on a page.
const ROWS: u32 = 50;

/// The page may use its own style sheet and send its own forms, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// All pages over what they show.
pub(crate) fn router<V: View>(view: Arc<V>) -> Router {
    Router::new()
        .route("/", get(overview::<V>))
        .route("/style.css", get(style))
        .route("/offices/{office}", get(office))
        .route("/offices/{office}/sent", get(sent_list::<V>))
        .route("/offices/{office}/sent/{id}", get(sent::<V>))
        .route("/offices/{office}/received", get(received_list::<V>))
        .route("/offices/{office}/received/{id}", get(received::<V>))
        .fallback(no_page::<V>)
        .with_state(view)
        .layer(from_fn(guard))
}

/// Why there is no page.
enum NoPage {
    NotFound,
    Failed,
}

impl From<Failure> for NoPage {
    fn from(_: Failure) -> Self {
        Self::Failed
    }
}

async fn show<P: Template>(
    view: &impl View,
    made: impl Future<Output = Result<P, NoPage>>,
) -> Response {
    let made = made.await.and_then(|page| html(StatusCode::OK, &page));
    let (status, page) = match made {
        Ok(response) => return response,
        Err(NoPage::NotFound) => (StatusCode::NOT_FOUND, ProblemPage::not_found(view.now())),
        Err(NoPage::Failed) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemPage::failed(view.now()),
        ),
    };
    html(status, &page).unwrap_or_else(|_| status.into_response())
}

fn html(status: StatusCode, page: &impl Template) -> Result<Response, NoPage> {
    let text = page.render().map_err(|_| NoPage::Failed)?;
    Ok((status, Html(text)).into_response())
}

#[derive(Default, Deserialize)]
struct OverviewParameters {
    #[serde(default)]
    q: String,
    after: Option<String>,
}

#[derive(Default, Deserialize)]
struct ListParameters {
    below: Option<u64>,
    state: Option<String>,
}

async fn overview<V: View>(
    Shared(view): Shared<Arc<V>>,
    Asked(parameters): Asked<OverviewParameters>,
) -> Response {
    let made = async {
        let query = OfficeQuery {
            text: parameters.q.trim().to_owned(),
            after: parameters.after.and_then(|number| number.parse().ok()),
            limit: ROWS,
        };
        let offices = view.offices(query.clone()).await?;
        let figures = view.overview().await?;
        Ok(OverviewPage::new(view.now(), &figures, &offices, &query))
    };
    show(&*view, made).await
}

async fn office(Path(office): Path<String>) -> Response {
    match office.parse::<OfficeNumber>() {
        Ok(office) => Redirect::to(&format!("/offices/{office}/received")).into_response(),
        Err(_) => Redirect::to("/").into_response(),
    }
}

async fn sent_list<V: View>(
    Shared(view): Shared<Arc<V>>,
    Path(office): Path<String>,
    Asked(parameters): Asked<ListParameters>,
) -> Response {
    let made = async {
        let office = known_office(&*view, &office).await?;
        let (list, shown) = parameters.read();
        let page = view.sent(office.number, list).await?;
        list_page(&*view, &office, &page, shown).await
    };
    show(&*view, made).await
}

async fn received_list<V: View>(
    Shared(view): Shared<Arc<V>>,
    Path(office): Path<String>,
    Asked(parameters): Asked<ListParameters>,
) -> Response {
    let made = async {
        let office = known_office(&*view, &office).await?;
        let (list, shown) = parameters.read();
        let page = view.received(office.number, list).await?;
        list_page(&*view, &office, &page, shown).await
    };
    show(&*view, made).await
}

async fn list_page<V: View, M: Shown + Sync>(
    view: &V,
    office: &OfficeState,
    page: &Page<M>,
    shown: ListView,
) -> Result<ListPage, NoPage> {
    let partners = page.items.iter().map(|message| message.facts().partner);
    let partners = partners_of(view, partners).await?;
    Ok(ListPage::new(view.now(), office, page, partners, shown))
}

async fn sent<V: View>(
    Shared(view): Shared<Arc<V>>,
    Path((office, id)): Path<(String, String)>,
) -> Response {
    let made = async {
        let office = known_office(&*view, &office).await?;
        let message = view.sent_message(office.number, message_id(&id)?).await?;
        let message = message.ok_or(NoPage::NotFound)?;
        let partner = partner(&*view, message.receiver).await?;
        Ok(DetailPage::sent(view.now(), &office, &message, partner))
    };
    show(&*view, made).await
}

async fn received<V: View>(
    Shared(view): Shared<Arc<V>>,
    Path((office, id)): Path<(String, String)>,
) -> Response {
    let made = async {
        let office = known_office(&*view, &office).await?;
        let message = view
            .received_message(office.number, message_id(&id)?)
            .await?;
        let message = message.ok_or(NoPage::NotFound)?;
        let partner = partner(&*view, message.sender).await?;
        Ok(DetailPage::received(view.now(), &office, &message, partner))
    };
    show(&*view, made).await
}

async fn no_page<V: View>(Shared(view): Shared<Arc<V>>) -> Response {
    show(&*view, async { Err::<ProblemPage, _>(NoPage::NotFound) }).await
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

async fn known_office(view: &impl View, text: &str) -> Result<OfficeState, NoPage> {
    let number = text.parse().map_err(|_| NoPage::NotFound)?;
    view.office(number).await?.ok_or(NoPage::NotFound)
}

async fn partners_of(
    view: &impl View,
    numbers: impl Iterator<Item = OfficeNumber> + Send,
) -> Result<Vec<Partner>, NoPage> {
    let mut partners = Vec::new();
    for number in numbers {
        partners.push(partner(view, number).await?);
    }
    Ok(partners)
}

async fn partner(view: &impl View, number: OfficeNumber) -> Result<Partner, NoPage> {
    let name = view.office_name(number).await?.unwrap_or_default();
    Ok(Partner { number, name })
}

fn message_id(text: &str) -> Result<Uuid, NoPage> {
    Uuid::try_parse(text).map_err(|_| NoPage::NotFound)
}

impl ListParameters {
    fn read(&self) -> (List, ListView) {
        let wanted = self.state.as_deref();
        let mut states = State::ALL.into_iter();
        let state = states.find(|state| wanted == Some(state.as_str()));
        let list = List {
            below: self.below,
            state,
            limit: ROWS,
        };
        let first = self.below.is_none();
        (list, ListView { state, first })
    }
}

/// What follows the `?`; what cannot be understood is as if it were not there.
struct Asked<T>(T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequestParts<S> for Asked<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let query = Query::from_request_parts(parts, state).await;
        Ok(Self(query.map(|Query(asked)| asked).unwrap_or_default()))
    }
}

async fn guard(request: Request, next: Next) -> Response {
    const HEADERS: [(HeaderName, &str); 5] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests;
