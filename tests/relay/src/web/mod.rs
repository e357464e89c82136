//! The web page of the sandbox: the lists as a person at an office would see them. It shows no content.

mod page;
mod text;
mod view;

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
use careplan_core::relay::wire::State;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use self::page::{DetailPage, ListPage, ListView, OverviewPage, Partner, ProblemPage};
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
pub(crate) fn router(view: Arc<dyn View>) -> Router {
    Router::new()
        .route("/", get(overview))
        .route("/style.css", get(style))
        .route("/offices/{office}", get(office))
        .route("/offices/{office}/sent", get(sent_list))
        .route("/offices/{office}/sent/{id}", get(sent))
        .route("/offices/{office}/received", get(received_list))
        .route("/offices/{office}/received/{id}", get(received))
        .fallback(no_page)
        .with_state(Pages(view))
        .layer(from_fn(guard))
}

/// Makes pages, each in a thread that may block.
#[derive(Clone)]
struct Pages(Arc<dyn View>);

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

impl Pages {
    async fn show<P: Template>(
        self,
        make: impl FnOnce(&dyn View) -> Result<P, NoPage> + Send + 'static,
    ) -> Response {
        let view = self.0.clone();
        let made = tokio::task::spawn_blocking(move || html(StatusCode::OK, &make(&*view)?));
        match made.await {
            Ok(Ok(page)) => page,
            Ok(Err(NoPage::NotFound)) => self.not_found(),
            Ok(Err(NoPage::Failed)) | Err(_) => {
                let page = ProblemPage::failed(self.0.now());
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                html(status, &page).unwrap_or_else(|_| status.into_response())
            }
        }
    }

    fn not_found(&self) -> Response {
        let page = ProblemPage::not_found(self.0.now());
        html(StatusCode::NOT_FOUND, &page).unwrap_or_else(|_| StatusCode::NOT_FOUND.into_response())
    }
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

async fn overview(
    Shared(pages): Shared<Pages>,
    Asked(parameters): Asked<OverviewParameters>,
) -> Response {
    let text = parameters.q.trim().to_owned();
    let after = parameters.after.and_then(|number| number.parse().ok());
    pages
        .show(move |view| {
            let query = OfficeQuery {
                text,
                after,
                limit: ROWS,
            };
            let offices = view.offices(&query)?;
            let (now, overview) = (view.now(), view.overview()?);
            let first = after.is_none();
            Ok(OverviewPage::new(now, &overview, &offices, &query.text, first))
        })
        .await
}

async fn office(Path(office): Path<String>) -> Response {
    match office.parse::<OfficeNumber>() {
        Ok(office) => Redirect::to(&format!("/offices/{office}/received")).into_response(),
        Err(_) => Redirect::to("/").into_response(),
    }
}

async fn sent_list(
    Shared(pages): Shared<Pages>,
    Path(office): Path<String>,
    Asked(parameters): Asked<ListParameters>,
) -> Response {
    pages
        .show(move |view| {
            let office = known_office(view, &office)?;
            let (list, shown) = parameters.read();
            let page = view.sent(office.number, list)?;
            let partners = (page.items.iter())
                .map(|message| partner(view, message.receiver))
                .collect::<Result<_, _>>()?;
            Ok(ListPage::sent(view.now(), &office, &page, partners, shown))
        })
        .await
}

async fn received_list(
    Shared(pages): Shared<Pages>,
    Path(office): Path<String>,
    Asked(parameters): Asked<ListParameters>,
) -> Response {
    pages
        .show(move |view| {
            let office = known_office(view, &office)?;
            let (list, shown) = parameters.read();
            let page = view.received(office.number, list)?;
            let partners = (page.items.iter())
                .map(|message| partner(view, message.sender))
                .collect::<Result<_, _>>()?;
            Ok(ListPage::received(view.now(), &office, &page, partners, shown))
        })
        .await
}

async fn sent(
    Shared(pages): Shared<Pages>,
    Path((office, id)): Path<(String, String)>,
) -> Response {
    pages
        .show(move |view| {
            let office = known_office(view, &office)?;
            let message = view.sent_message(office.number, message_id(&id)?)?;
            let message = message.ok_or(NoPage::NotFound)?;
            let partner = partner(view, message.receiver)?;
            Ok(DetailPage::sent(view.now(), &office, &message, partner))
        })
        .await
}

async fn received(
    Shared(pages): Shared<Pages>,
    Path((office, id)): Path<(String, String)>,
) -> Response {
    pages
        .show(move |view| {
            let office = known_office(view, &office)?;
            let message = view.received_message(office.number, message_id(&id)?)?;
            let message = message.ok_or(NoPage::NotFound)?;
            let partner = partner(view, message.sender)?;
            Ok(DetailPage::received(view.now(), &office, &message, partner))
        })
        .await
}

async fn no_page(Shared(pages): Shared<Pages>) -> Response {
    pages.not_found()
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

fn known_office(view: &dyn View, text: &str) -> Result<OfficeState, NoPage> {
    let number = text.parse().map_err(|_| NoPage::NotFound)?;
    view.office(number)?.ok_or(NoPage::NotFound)
}

fn partner(view: &dyn View, number: OfficeNumber) -> Result<Partner, NoPage> {
    let name = view.office_name(number)?.unwrap_or_default();
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
