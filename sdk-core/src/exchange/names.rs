//! What states are called before people.

use crate::finding::Lang;
use crate::store::{EventChange, ReceivedState, SentState};

impl SentState {
    /// Its name for people, such as 受領済.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Waiting => ("送信待ち", "waiting"),
            Self::Sending => ("送信中", "being sent"),
            Self::Available => ("送信済（未受領）", "sent, not taken yet"),
            Self::Taken => ("受領済", "taken"),
            Self::Withdrawn => ("取消", "withdrawn"),
            Self::Expired => ("期限切れ", "expired"),
            Self::Rejected => ("受取拒否", "rejected"),
            Self::Failed => ("送信失敗", "failed"),
            Self::HandedOver => ("出力済", "handed over"),
        };
        lang.pick(ja, en)
    }
}

impl ReceivedState {
    /// Its name for people, such as 取込済.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Offered => ("受信中", "being received"),
            Self::Fetched => ("受信済（未取込）", "received, not taken yet"),
            Self::Handed => ("受領確定待ち", "taken out, not acknowledged"),
            Self::Acknowledged => ("取込済（受領証送信待ち）", "taken, receipt on its way"),
            Self::Taken => ("受領済", "taken"),
            Self::Rejecting => ("拒否中", "being rejected"),
            Self::Rejected => ("受取拒否", "rejected"),
            Self::Withdrawn => ("取消（送信元）", "withdrawn by the sender"),
            Self::Expired => ("期限切れ", "expired"),
        };
        lang.pick(ja, en)
    }
}

impl EventChange {
    /// The name of the state for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Sent(state) => state.name(lang),
            Self::Received(state) => state.name(lang),
        }
    }
}
