use axum::http::Method;
use serde::{Deserialize, Serialize};

macro_rules! calls {
    ($($(#[$doc:meta])* $variant:ident $name:literal $method:ident $path:literal;)*) => {
        /// A call of the protocol by its name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Call {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Call {
            /// Every call.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name, as it stands in a rule in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            fn method_and_path(self) -> (Method, &'static str) {
                match self { $(Self::$variant => (Method::$method, $path)),* }
            }
        }
    };
}
calls! {
    /// `GET /v1/service`.
    Service "service" GET "/v1/service";
    /// `POST /v1/login`.
    Login "login" POST "/v1/login";
    /// `POST /v1/refresh`.
    Refresh "refresh" POST "/v1/refresh";
    /// `POST /v1/logout`.
    Logout "logout" POST "/v1/logout";
    /// `GET /v1/directory`.
    SearchDirectory "search_directory" GET "/v1/directory";
    /// `GET /v1/directory/{office}`.
    Directory "directory" GET "/v1/directory/*";
    /// `PUT /v1/sent/{id}`.
    Announce "announce" PUT "/v1/sent/*";
    /// `PUT /v1/sent/{id}/parts/{number}`.
    Part "part" PUT "/v1/sent/*/parts/*";
    /// `POST /v1/sent/{id}/commit`.
    Commit "commit" POST "/v1/sent/*/commit";
    /// `POST /v1/sent/{id}/withdraw`.
    Withdraw "withdraw" POST "/v1/sent/*/withdraw";
    /// `GET /v1/sent`.
    SentList "sent_list" GET "/v1/sent";
    /// `GET /v1/sent/{id}`.
    Sent "sent" GET "/v1/sent/*";
    /// `GET /v1/received`.
    ReceivedList "received_list" GET "/v1/received";
    /// `GET /v1/received/{id}`.
    Received "received" GET "/v1/received/*";
    /// `GET /v1/received/{id}/content`.
    Content "content" GET "/v1/received/*/content";
    /// `PUT /v1/received/{id}/receipt`.
    Receipt "receipt" PUT "/v1/received/*/receipt";
    /// `PUT /v1/received/{id}/rejection`.
    Reject "reject" PUT "/v1/received/*/rejection";
    /// `GET /v1/news`.
    News "news" GET "/v1/news";
}

impl Call {
    /// Whether a request is this call.
    pub(super) fn is(self, method: &Method, path: &str) -> bool {
        let (own_method, pattern) = self.method_and_path();
        *method == own_method && path_fits(pattern, path)
    }
}

/// Whether a path fits a pattern, in which `*` is one segment and a last `**` is all that follows.
pub(super) fn path_fits(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        match (wanted, segments.next()) {
            ("**", _) => return true,
            ("*", Some(_)) => {}
            (_, Some(segment)) if segment == wanted => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_paths() {
        assert!(path_fits("/v1/sent/*", "/v1/sent/1"));
        assert!(!path_fits("/v1/sent/*", "/v1/sent"));
        assert!(!path_fits("/v1/sent/*", "/v1/sent/1/commit"));
        assert!(!path_fits("/v1/sent", "/v1/sent/1"));
        assert!(path_fits("/v1/sent/**", "/v1/sent/1/parts/0"));
        assert!(path_fits("/**", "/v1/news"));
    }

    #[test]
    fn every_request_is_at_most_one_call() {
        for call in Call::ALL {
            let (method, pattern) = call.method_and_path();
            let path = pattern.replace('*', "x");
            let fitting: Vec<_> = Call::ALL
                .iter()
                .filter(|other| other.is(&method, &path))
                .collect();
            assert_eq!(fitting, [call]);
        }
    }
}
