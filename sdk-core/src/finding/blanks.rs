//! What stands in the blanks of the catalogue where there is no finding to fill them.

use super::Lang;

const WORDS: &[(&str, &str, &str)] = &[
    ("chosen", "読み取った版", "edition"),
    ("chosen_version", "CSVバージョン", "version"),
    ("codes", "使えるコード", "codes"),
    ("count", "件数", "count"),
    ("day", "基準の日", "day"),
    ("days", "その月の日数", "days of the month"),
    ("earlier", "以前の上限", "earlier limit"),
    ("edition", "版", "edition"),
    ("expected", "正しい値", "expected"),
    ("first", "番号", "number"),
    ("form", "形式", "form"),
    ("found", "実際の値", "found"),
    ("found_edition", "版", "edition"),
    ("from", "基準の日", "earlier day"),
    ("item", "項目名", "item"),
    ("kind", "種別", "kind"),
    ("kind_name", "種別の名前", "name of the kind"),
    ("kinds", "種類", "kinds"),
    ("limit", "上限", "limit"),
    ("max", "上限", "limit"),
    ("missing", "抜けた番号", "missing number"),
    ("name", "名前", "name"),
    ("name_edition", "ファイル名の版", "edition of the name"),
    ("name_month", "ファイル名の年月", "month of the name"),
    (
        "none",
        "時刻のないサービスは 9999",
        "9999 where there is no time",
    ),
    ("number", "番号の項目", "number"),
    ("office", "事業所番号", "office"),
    ("part", "名前の部分", "part of the name"),
    ("party", "送信元または送信先", "sender or receiver"),
    ("position", "位置", "position"),
    ("probable", "おそらく正しい番号", "probable number"),
    ("receiver", "送信先", "receiver"),
    ("record", "番号", "number"),
    ("service", "サービス種類コード", "service kind"),
    ("service_kind", "サービス種類コード", "service kind"),
    ("set", "セット", "set"),
    ("set_ident", "セット", "set"),
    ("size", "大きさ", "size"),
    ("subtotal", "合計行のコード", "code of the subtotal"),
    ("tolerance", "許容差", "tolerance"),
    ("version", "CSVバージョン", "version"),
    ("why", "理由", "reason"),
];

/// The template with 〈…〉 or ‹…› in place of each blank.
pub(super) fn readable(template: &str, lang: Lang) -> String {
    let mut parts = template.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (blank, rest) = part.split_once('}').unwrap_or((part, ""));
        let (open, close) = lang.pick(("〈", "〉"), ("‹", "›"));
        text += &format!("{open}{}{close}{rest}", word(blank, lang));
    }
    text
}

/// A blank without a word of its own shows its name.
fn word(blank: &str, lang: Lang) -> String {
    let own = WORDS.iter().find(|(name, ..)| *name == blank);
    own.map_or_else(
        || blank.replace('_', " "),
        |(_, ja, en)| lang.pick(*ja, *en).to_owned(),
    )
}
