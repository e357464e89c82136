//! The states of messages, and the one table of what may follow what.

/// Where a sent message stands, as its sender sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentState {
    /// 送信待ち: kept here, on its way at the next opportunity. Nothing of it has left.
    Waiting,
    /// 送信中: an attempt has begun. The relay may know it; not all of it is there.
    Sending,
    /// 送信済: complete at the relay, offered to the receiver.
    Available,
    /// 受領済: the receiver's receipt is here. Final.
    Taken,
    /// 取消. Final.
    Withdrawn,
    /// 期限切れ. Final.
    Expired,
    /// 受取拒否. Final.
    Rejected,
    /// 送信失敗: it cannot be sent, for a reason that stands beside. Final.
    Failed,
    /// 出力済: written into a folder for another client to send. Final here.
    HandedOver,
}

/// Where a received message stands, as its receiver sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceivedState {
    /// 受信中: offered by the relay, content not here yet.
    Offered,
    /// 受信済: the sealed content is here.
    Fetched,
    /// 受領確定待ち: the host was given the content and has not said yet that it stored it.
    Handed,
    /// 取込済: the host has stored it; the receipt is signed and on its way.
    Acknowledged,
    /// 受領済: the relay has the receipt. Final.
    Taken,
    /// 拒否中: refused here, the relay does not know yet.
    Rejecting,
    /// 受取拒否. Final.
    Rejected,
    /// 取消 by the sender. Final.
    Withdrawn,
    /// 期限切れ. Final.
    Expired,
}

impl SentState {
    /// Every state, in the order in which a message may go through them.
    pub const ALL: [Self; 9] = [
        Self::Waiting,
        Self::Sending,
        Self::Available,
        Self::Taken,
        Self::Withdrawn,
        Self::Expired,
        Self::Rejected,
        Self::Failed,
        Self::HandedOver,
    ];

    /// What may follow. A message goes forward only, so each state begins at most once. The relay's word may skip steps:
    /// this machine did not see them, or was set back to a backup.
    pub fn followers(self) -> &'static [Self] {
        use SentState::*;
        match self {
            Waiting => &[
                Sending, Available, Taken, Withdrawn, Expired, Rejected, Failed, HandedOver,
            ],
            Sending => &[
                Available, Taken, Withdrawn, Expired, Rejected, Failed, HandedOver,
            ],
            Available => &[Taken, Withdrawn, Expired, Rejected, Failed],
            Taken | Withdrawn | Expired | Rejected | Failed | HandedOver => &[],
        }
    }

    /// Whether nothing will change any more.
    pub fn is_final(self) -> bool {
        self.followers().is_empty()
    }

    /// Stable text, such as `handed_over`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Available => "available",
            Self::Taken => "taken",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::HandedOver => "handed_over",
        }
    }

    /// The state with a text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl ReceivedState {
    /// Every state, in the order in which a message may go through them.
    pub const ALL: [Self; 9] = [
        Self::Offered,
        Self::Fetched,
        Self::Handed,
        Self::Acknowledged,
        Self::Taken,
        Self::Rejecting,
        Self::Rejected,
        Self::Withdrawn,
        Self::Expired,
    ];

    /// What may follow. A message goes forward only, so each state begins at most once. The relay's word may skip steps:
    /// this machine did not see them, or was set back to a backup.
    pub fn followers(self) -> &'static [Self] {
        use ReceivedState::*;
        match self {
            Offered => &[Fetched, Rejecting, Taken, Rejected, Withdrawn, Expired],
            Fetched => &[Handed, Rejecting, Taken, Rejected, Withdrawn, Expired],
            Handed => &[Acknowledged, Rejecting, Taken, Rejected, Withdrawn, Expired],
            Acknowledged | Rejecting => &[Taken, Rejected, Withdrawn, Expired],
            Taken | Rejected | Withdrawn | Expired => &[],
        }
    }

    /// Whether nothing will change any more.
    pub fn is_final(self) -> bool {
        self.followers().is_empty()
    }

    /// Stable text, such as `acknowledged`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Fetched => "fetched",
            Self::Handed => "handed",
            Self::Acknowledged => "acknowledged",
            Self::Taken => "taken",
            Self::Rejecting => "rejecting",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// The state with a text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What both kinds of state have in common, for the code that keeps them.
pub(super) trait State: Copy + PartialEq + 'static {
    /// Column `direction`.
    const DIRECTION: &'static str;
    /// The column with the time at which a message was put here: the one that lists are ordered by, where that is the same.
    const PUT_HERE: &'static str;
    fn followers(self) -> &'static [Self];
    fn text(self) -> &'static str;
    fn from_text(text: &str) -> Option<Self>;
    /// Whether this office has something to do in this state.
    fn wants_work(self, withdrawing: bool) -> bool;

    fn may_become(self, next: Self) -> bool {
        self.followers().contains(&next)
    }
    fn is_final(self) -> bool {
        self.followers().is_empty()
    }
}

impl State for SentState {
    const DIRECTION: &'static str = "sent";
    const PUT_HERE: &'static str = "place";
    fn followers(self) -> &'static [Self] {
        self.followers()
    }
    fn text(self) -> &'static str {
        self.as_str()
    }
    fn from_text(text: &str) -> Option<Self> {
        Self::from_text(text)
    }
    fn wants_work(self, withdrawing: bool) -> bool {
        match self {
            Self::Waiting | Self::Sending => true,
            Self::Available => withdrawing,
            _ => false,
        }
    }
}

impl State for ReceivedState {
    const DIRECTION: &'static str = "received";
    const PUT_HERE: &'static str = "created_at";
    fn followers(self) -> &'static [Self] {
        self.followers()
    }
    fn text(self) -> &'static str {
        self.as_str()
    }
    fn from_text(text: &str) -> Option<Self> {
        Self::from_text(text)
    }
    fn wants_work(self, _withdrawing: bool) -> bool {
        matches!(self, Self::Offered | Self::Acknowledged | Self::Rejecting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No way leads back: then a history is finite and each state stands in it once.
    fn assert_forward_only<S: State + std::fmt::Debug>(all: &[S]) {
        fn reaches<S: State>(from: S, to: S) -> bool {
            from.followers()
                .iter()
                .any(|&next| next == to || reaches(next, to))
        }
        for &state in all {
            assert!(!reaches(state, state), "{state:?}");
            assert_eq!(S::from_text(state.text()), Some(state));
            assert!(!(state.is_final() && state.wants_work(true)), "{state:?}");
        }
        assert_eq!(S::from_text("other"), None);
    }

    #[test]
    fn messages_go_forward_only() {
        assert_forward_only(&SentState::ALL);
        assert_forward_only(&ReceivedState::ALL);
    }

    #[test]
    fn whatever_is_not_final_can_still_end() {
        for state in SentState::ALL {
            let ends = [SentState::Taken, SentState::Withdrawn, SentState::Expired];
            assert!(state.is_final() || ends.iter().all(|end| state.may_become(*end)));
        }
        for state in ReceivedState::ALL {
            let ends = [
                ReceivedState::Taken,
                ReceivedState::Withdrawn,
                ReceivedState::Expired,
            ];
            assert!(state.is_final() || ends.iter().all(|end| state.may_become(*end)));
        }
    }

    #[test]
    fn nothing_is_acknowledged_that_the_host_was_not_given() {
        let before: Vec<_> = ReceivedState::ALL
            .into_iter()
            .filter(|state| state.may_become(ReceivedState::Acknowledged))
            .collect();
        assert_eq!(before, [ReceivedState::Handed]);
    }
}
