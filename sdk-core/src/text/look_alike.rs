//! The same character under another code point. Nothing is guessed here: each pair is one character to a reader, and
//! only tables and programs tell them apart.

/// The code point that MS932 has for what `character` shows.
pub(super) fn look_alike(character: char) -> Option<char> {
    SAME.iter()
        .chain(RADICALS)
        .find(|&&(other, _)| other == character)
        .map(|&(_, known)| known)
}

/// The forms of JIS X 0208 (and of macOS and Java) beside those of Windows; then what word processors write.
const SAME: &[(char, char)] = &[
    ('〜', '～'),
    ('−', '－'),
    ('—', '―'),
    ('‖', '∥'),
    ('¢', '￠'),
    ('£', '￡'),
    ('¬', '￢'),
    ('¥', '￥'),
    ('‾', '￣'),
    ('¯', '￣'),
    ('¦', '￤'),
    ('\u{2011}', '‐'),
    ('\u{2012}', '‐'),
    ('\u{2013}', '‐'),
    ('•', '・'),
    ('·', '・'),
    ('⋅', '・'),
    ('⋯', '…'),
    ('\u{A0}', ' '),
    ('\u{202F}', ' '),
    ('\u{C5}', '\u{212B}'),
    ('\u{85}', '\n'),
    ('\u{2028}', '\n'),
    ('\u{2029}', '\n'),
];

/// 部首 of the block CJK Radicals Supplement, which text copied out of PDF files is full of
/// (Unicode: EquivalentUnifiedIdeograph). Those of the block Kangxi Radicals are compatibility forms.
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺄', '乙'),
    ('⺆', '冂'),
    ('⺈', '刀'),
    ('⺊', '卜'),
    ('⺌', '小'),
    ('⺍', '小'),
    ('⺎', '兀'),
    ('⺐', '尢'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺔', '彑'),
    ('⺗', '心'),
    ('⺙', '攵'),
    ('⺛', '旡'),
    ('⺜', '日'),
    ('⺝', '月'),
    ('⺠', '民'),
    ('⺧', '牛'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺴', '冗'),
    ('⺶', '羊'),
    ('⺻', '聿'),
    ('⺼', '肉'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻆', '角'),
    ('⻏', '邑'),
    ('⻑', '長'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻝', '食'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻫', '斉'),
    ('⻭', '歯'),
    ('⻯', '竜'),
    ('⻱', '龜'),
    ('⻲', '亀'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::holds;

    #[test]
    fn every_pair_leads_from_outside_ms932_into_it() {
        for &(character, known) in SAME.iter().chain(RADICALS) {
            assert!(!holds(character), "{character}");
            assert!(holds(known), "{character}");
            assert_eq!(look_alike(character), Some(known), "{character}");
        }
    }
}
