use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::call::{Call, path_fits};
use crate::control::Deed;

/// When and how the relay shall misbehave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Which requests; all unless given.
    #[serde(default)]
    pub on: On,
    /// What happens to them.
    pub what: What,
    /// Before or after the work is done; what the fault allows first unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// So many such requests go well first.
    #[serde(default)]
    pub skip: u32,
    /// So many requests are hit; for ever unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The rule ends so many seconds after it was made, by the relay's clock, which can be moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

/// Which requests a rule is about. All that is given has to fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct On {
    /// A call by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// A method, in capitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// A path, in which `*` is one segment and a last `**` is all that follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Whether the relay has done what it was asked for when the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Nothing was done.
    Before,
    /// All was done and stored; only the answer suffers.
    After,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// The connection is cut without a byte of an answer; `after` the work this is a lost answer.
    Cut,
    /// The connection is cut when so many bytes of the request's body have arrived. Before the work.
    CutRequest {
        /// Bytes that arrive.
        after: u64,
    },
    /// The connection is cut within the answer's body, its length being announced in full. After the work.
    CutResponse {
        /// Bytes that are sent; half of them unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<u64>,
    },
    /// Everything takes so much longer.
    Delay {
        /// How long.
        milliseconds: u64,
    },
    /// No answer, and the connection stays open until the client hangs up.
    Hang,
    /// 503 with the code `unavailable`.
    Unavailable {
        /// `Retry-After`, in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<u64>,
    },
    /// 507 with the code `storage_full`, as a full disk makes the store say. Before the work.
    DiskFull,
    /// One bit of the request's body is turned over. Before the work.
    FlipRequest {
        /// In which byte; the middle one unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        byte: Option<u64>,
    },
    /// One bit of the answer's body is turned over. After the work.
    FlipResponse {
        /// In which byte; the middle one unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        byte: Option<u64>,
    },
    /// The request arrives twice, and the second answer is given. Before the work.
    Duplicate,
    /// Something is done to the relay just then, such as that all tokens expire.
    Do(Deed),
}

/// Why a rule is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Such as turning over a bit of a request that has been dealt with.
    #[error("この障害はこの段階では起こせません / this fault cannot strike in this phase")]
    Phase,
    /// `**` may only be the last segment, and a path begins with `/`.
    #[error("パスは / で始め、** は最後に置いてください / a path begins with /, and ** comes last")]
    Path,
}

impl Rule {
    /// A rule for every request, for ever.
    pub fn new(what: What) -> Self {
        Self {
            on: On::default(),
            what,
            phase: None,
            skip: 0,
            times: None,
            seconds: None,
        }
    }

    /// For this call only.
    pub fn on(mut self, call: Call) -> Self {
        self.on.call = Some(call);
        self
    }

    /// For this path only: `*` is one segment, a last `**` all that follows.
    pub fn on_path(mut self, path: &str) -> Self {
        self.on.path = Some(path.to_owned());
        self
    }

    /// When the work is done.
    pub fn after_the_work(mut self) -> Self {
        self.phase = Some(Phase::After);
        self
    }

    /// So many requests go well first.
    pub fn skip(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// So many requests only.
    pub fn times(mut self, requests: u32) -> Self {
        self.times = Some(requests);
        self
    }

    /// For so long only, by the relay's clock.
    pub fn seconds(mut self, seconds: u32) -> Self {
        self.seconds = Some(seconds);
        self
    }

    /// Refuses what cannot be done.
    pub fn check(&self) -> Result<(), RuleError> {
        let (first, other) = self.what.phases();
        if self
            .phase
            .is_some_and(|phase| phase != first && Some(phase) != other)
        {
            return Err(RuleError::Phase);
        }
        match &self.on.path {
            Some(path) if !path.starts_with('/') || path.trim_end_matches("/**").contains("**") => {
                Err(RuleError::Path)
            }
            _ => Ok(()),
        }
    }

    /// When the fault strikes.
    pub fn phase(&self) -> Phase {
        self.phase.unwrap_or(self.what.phases().0)
    }
}

impl On {
    /// Whether a request is meant.
    pub(super) fn fits(&self, method: &Method, path: &str) -> bool {
        self.call.is_none_or(|call| call.is(method, path))
            && self
                .method
                .as_ref()
                .is_none_or(|wanted| wanted == method.as_str())
            && self
                .path
                .as_ref()
                .is_none_or(|pattern| path_fits(pattern, path))
    }
}

impl What {
    /// The phase that it has unless another is asked for, and that other one if there is one.
    fn phases(&self) -> (Phase, Option<Phase>) {
        match self {
            Self::Cut
            | Self::Delay { .. }
            | Self::Hang
            | Self::Unavailable { .. }
            | Self::Do(_) => (Phase::Before, Some(Phase::After)),
            Self::CutRequest { .. }
            | Self::DiskFull
            | Self::FlipRequest { .. }
            | Self::Duplicate => (Phase::Before, None),
            Self::CutResponse { .. } | Self::FlipResponse { .. } => (Phase::After, None),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rules_read_as_they_are_documented() {
        let cases = [
            (r#"{"what": "cut"}"#, Rule::new(What::Cut)),
            (
                r#"{"on": {"call": "commit"}, "what": "cut", "phase": "after", "times": 1}"#,
                Rule::new(What::Cut)
                    .on(Call::Commit)
                    .after_the_work()
                    .times(1),
            ),
            (
                r#"{"on": {"path": "/v1/sent/**"}, "what": {"unavailable": {"retry_after": 60}}, "seconds": 3600}"#,
                Rule::new(What::Unavailable {
                    retry_after: Some(60),
                })
                .on_path("/v1/sent/**")
                .seconds(3600),
            ),
            (
                r#"{"on": {"call": "part"}, "what": {"do": {"expire_tokens": {}}}}"#,
                Rule::new(What::Do(Deed::ExpireTokens { refresh: false })).on(Call::Part),
            ),
            (
                r#"{"what": {"flip_request": {}}, "skip": 2}"#,
                Rule::new(What::FlipRequest { byte: None }).skip(2),
            ),
        ];
        for (json, rule) in cases {
            assert_eq!(serde_json::from_str::<Rule>(json).unwrap(), rule);
            let written = serde_json::to_string(&rule).unwrap();
            assert_eq!(serde_json::from_str::<Rule>(&written).unwrap(), rule);
            assert_eq!(rule.check(), Ok(()));
        }
        assert!(serde_json::from_str::<Rule>(r#"{"what": "cut", "tims": 1}"#).is_err());
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        let late = Rule::new(What::DiskFull).after_the_work();
        assert_eq!(late.check(), Err(RuleError::Phase));
        let early = Rule {
            phase: Some(Phase::Before),
            ..Rule::new(What::FlipResponse { byte: None })
        };
        assert_eq!(early.check(), Err(RuleError::Phase));
        for path in ["v1/sent", "/v1/**/commit"] {
            let rule = Rule::new(What::Cut).on_path(path);
            assert_eq!(rule.check(), Err(RuleError::Path), "{path}");
        }
    }

    #[test]
    fn all_that_is_given_has_to_fit() {
        let on = On {
            call: None,
            method: Some("PUT".to_owned()),
            path: Some("/v1/sent/*".to_owned()),
        };
        assert!(on.fits(&Method::PUT, "/v1/sent/1"));
        assert!(!on.fits(&Method::GET, "/v1/sent/1"));
        assert!(!on.fits(&Method::PUT, "/v1/received/1"));
        assert!(On::default().fits(&Method::GET, "/"));
    }
}
