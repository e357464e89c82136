//! The catalogue of findings. A code is never reused; a retired one keeps its number.

use super::{Lang, Severity};

macro_rules! catalogue {
    ($($number:literal $variant:ident $severity:ident
        $ja:literal / $hint_ja:literal
        $en:literal / $hint_en:literal
        $source:literal;)*) => {
        /// What a finding is: a stable code of the catalogue.
        ///
        /// Blocks: CP10xx file name · CP11xx whole file · CP12xx structure of records · CP20xx items · CP40xx sets.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $en] $variant,)*
        }

        impl Code {
            /// Every code of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code that people see and programs compare, such as `CP2010`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $number,)* }
            }

            /// Severity under the standard profile.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Section of the standard, or of this project's reasoning, that the finding rests on.
            pub fn source(self) -> &'static str {
                match self { $(Self::$variant => $source,)* }
            }

            pub(super) fn message(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($ja, $en),)* }
            }

            pub(super) fn hint(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($hint_ja, $hint_en),)* }
            }
        }
    };
}

catalogue! {
    "CP1001" UnknownFileName Error
        "ファイル名の先頭が標準仕様のどのファイル種別とも一致しません。" / "UPPLAN_、UPSIKYU_、UPHOSOKU_、UPJSK_ など、標準仕様のファイル種別で始まる名前にしてください。中身は確認していません。"
        "The file name begins with no file kind of the standard." / "Name it after a kind of the standard (UPPLAN_, UPSIKYU_, UPHOSOKU_, UPJSK_ …). The content was not checked."
        "ファイル名";
    "CP1002" MalformedFileName Error
        "ファイル名の「{part}」が正しくありません。" / "{form} の形式にしてください。"
        "The part \"{part}\" of the file name is wrong." / "The form is {form}."
        "ファイル名";
    "CP1003" ReceiverMissing Warning
        "ファイル名に送信先の事業所番号とサービス種類コードがありません。" / "ファイル名を {form} の形式にし、送信先を入れてください。送信先がないと相手を特定できません。"
        "The file name lacks the receiver's office number and kind." / "Name it {form} with the receiver in it; without it nobody can tell whom the file is for."
        "ファイル名";
    "CP1004" NotAddressed Note
        "送信先が 0000000000_00 で、まだ宛先が決まっていないファイルです。" / "送信する前に、送信先の事業所番号とサービス種類コードを入れたファイルを事業所ごとに作成してください。"
        "The receiver is 0000000000_00: the file is not addressed yet." / "Before sending, write one file per receiving office with its number and kind in the name."
        "ファイル名";
    "CP1005" ExtensionCase Warning
        "拡張子が大文字の .CSV ではありません。" / "拡張子を .CSV（大文字）にしてください。小文字を取り込まないソフトがあります。"
        "The extension is not .CSV in capital letters." / "Write .CSV in capitals; some importers skip other spellings."
        "ファイル名";
    "CP1101" EmptyFile Error
        "ファイルが空です。" / "出力元のソフトで、対象の利用者と年月を選んで出力し直してください。"
        "The file is empty." / "Export it again with users and month selected."
        "ファイル形式";
    "CP1102" FileTooLarge Error
        "ファイルが大きすぎます（{size} バイト）。読み取れるのは {limit} バイトまでです。" / "正しいファイルか確認し、事業所ごとに分けて出力してください。"
        "The file is too large ({size} bytes); at most {limit} bytes can be read." / "Make sure it is the right file, and export one file per office."
        "SDK の上限";
    "CP1103" ByteOrderMark Error
        "ファイルの先頭に BOM（EF BB BF）があります。" / "BOM なしの MS932 で出力してください。BOM があると最初の項目が読めなくなるソフトがあります。"
        "The file begins with a byte order mark (EF BB BF)." / "Write MS932 without a mark; strict importers take it for part of the first item."
        "文字コード";
    "CP1104" Utf8 Error
        "文字コードが UTF-8 です。標準仕様は MS932（Shift_JIS）です。" / "MS932 で出力してください。UTF-8 のままでは相手のソフトで文字化けします。"
        "The file is in UTF-8; the standard asks for MS932 (Shift_JIS)." / "Write it in MS932; the other side would see garbled text."
        "文字コード";
    "CP1105" HeaderRow Warning
        "先頭に見出し行があります。" / "見出し行を出力せず、1行目からデータにしてください。"
        "The file begins with a header row." / "Write no header; the first line is data."
        "ファイル形式（規定なし）";
    "CP1106" LineEnding Warning
        "改行が CR LF ではない行が {count} 行あります。" / "行の終わりを CR LF にしてください。標準仕様に規定はありませんが、CR LF 以外を読めないソフトがあります。"
        "{count} lines do not end in CR LF." / "End lines in CR LF: the standard does not say, but some importers need it."
        "ファイル形式（規定なし）";
    "CP1107" NoFinalLineEnd Note
        "最後の行に改行がありません。" / "最後の行も CR LF で終えてください。"
        "The last line has no line end." / "End the last line in CR LF too."
        "ファイル形式（規定なし）";
    "CP1108" BlankLine Warning
        "空行が {count} 行あります。" / "空行を出力しないでください。空行を1件のデータと数えるソフトがあります。"
        "There are {count} blank lines." / "Write no blank lines; some importers count them as records."
        "ファイル形式（規定なし）";
    "CP1109" Truncated Error
        "ファイルが途中で切れています（最後の行は {found} 項目、{expected} 項目が必要です）。" / "コピーやダウンロードが途中で終わった可能性があります。元のファイルを取り直してください。"
        "The file breaks off: its last line has {found} of {expected} items." / "A copy or download may have stopped half-way; fetch the original again."
        "CSVファイルレイアウト定義書";
    "CP1110" MonthDiffersFromName Error
        "「{item}」がファイル名の年月（{name_month}）と異なります。" / "ファイル名と内容の年月をそろえてください。1ファイルに入れられるのは1か月分です。"
        "{item} differs from the month in the file name ({name_month})." / "Make name and content agree; a file carries one month."
        "ファイル名、ファイルの単位";
    "CP1111" MoreFindings Note
        "ほかに {count} 件の指摘があります（表示を省略しました）。" / "まず上の指摘を直してから、もう一度確認してください。"
        "{count} more findings are not listed." / "Mend the ones above and check again."
        "SDK の上限";
    "CP1112" Utf16 Error
        "文字コードが UTF-16 です。標準仕様は MS932（Shift_JIS）です。" / "Excel の「Unicode テキスト」ではなく、MS932 の CSV で出力してください。中身は確認していません。"
        "The file is in UTF-16; the standard asks for MS932 (Shift_JIS)." / "Write CSV in MS932, not Excel's Unicode text. The content was not checked."
        "文字コード";
    "CP1113" TabSeparated Error
        "項目の区切りがタブです。標準仕様は「,」です。" / "「,」で区切った CSV で出力してください。中身は確認していません。"
        "The items are separated by tabs; the standard asks for commas." / "Write comma-separated values. The content was not checked."
        "ファイル形式";
    "CP1201" ColumnCount Error
        "項目数が {found} です。{kind} は {expected} 項目です。" / "行の最後の余分な「,」や、「\"」で囲まれていない「,」がないか確認し、標準仕様 4.1（202407）のレイアウトで出力してください。この行の項目は確認していません。"
        "The record has {found} items; {kind} has {expected}." / "Look for a comma too many at the end or one outside quotes, and export in the layout of edition 4.1 (202407). The items of this record were not checked."
        "CSVファイルレイアウト定義書";
    "CP1202" UnterminatedQuote Error
        "「\"」が閉じられていません。ここからファイルの終わりまでが1つの項目になります。" / "項目の終わりに「\"」を付け、内容の中の「\"」は「\"\"」と2つ重ねてください。"
        "A quote is never closed: everything up to the end of the file is one item." / "Close the item with a quote, and double every quote inside it."
        "ファイル形式";
    "CP1203" TextAfterQuote Error
        "閉じた「\"」の後ろに文字があります。" / "項目全体を「\"」で囲み、内容の中の「\"」は「\"\"」と2つ重ねてください。"
        "There is text after the closing quote." / "Enclose the whole item in quotes, and double every quote inside it."
        "ファイル形式";
    "CP1204" StrayQuote Error
        "「\"」で囲まれていない項目の中に「\"」があります。" / "前の空白や Excel 形式の =\"…\" を除いて項目全体を「\"」で囲み、内容の中の「\"」は「\"\"」と2つ重ねてください。"
        "There is a quote inside an item that is not enclosed in quotes." / "Enclose the item in quotes without a blank or Excel's = in front, and double every quote inside it."
        "ファイル形式";
    "CP1205" QuoteMissing Warning
        "フリーテキスト「{item}」が「\"」で囲まれていません。" / "フリーテキストの項目は必ず「\"」で囲んでください。"
        "The free text {item} is not enclosed in quotes." / "Always enclose free text in quotes."
        "ファイル形式";
    "CP1206" QuoteUnneeded Note
        "「{item}」はフリーテキストではありませんが「\"」で囲まれています。" / "フリーテキスト以外の項目は「\"」で囲まずに出力してください。"
        "{item} is not free text but is enclosed in quotes." / "Write items other than free text without quotes."
        "ファイル形式（規定なし）";
    "CP2001" VersionUnknown Error
        "CSVバージョンが標準仕様のどの版のものでもありません。" / "202407（4.1版）で出力してください。レイアウトは 4.1 版として読みました。"
        "No edition of the standard has this CSVバージョン." / "Write 202407 (edition 4.1). The file was read in the layout of 4.1."
        "CSVバージョン";
    "CP2002" VersionOfOtherEdition Error
        "CSVバージョンが {edition} 版のものです。4.1 版は 202407 です。" / "ソフトを 4.1 版に更新するか、4.1 版の形式を選んで出力してください。"
        "The CSVバージョン is that of edition {edition}; 4.1 has 202407." / "Update the exporting software, or choose edition 4.1 when exporting."
        "CSVバージョン";
    "CP2003" VersionMixed Error
        "CSVバージョンが 1 件目のデータと異なります。" / "1ファイルのCSVバージョンは1つにしてください。"
        "The CSVバージョン differs from that of the first record." / "A file has one version."
        "ファイル形式";
    "CP2004" MonthMixed Error
        "「{item}」が 1 件目のデータと異なります。" / "1ファイルに入れられるのは1か月分です。年月ごとにファイルを分けてください。"
        "{item} differs from that of the first record." / "A file carries one month: write one file per month."
        "ファイルの単位";
    "CP2010" MandatoryEmpty Error
        "必須項目「{item}」が空です。" / "値を入れて出力し直してください。"
        "The mandatory item {item} is empty." / "Fill it in and export again."
        "CSVファイルレイアウト定義書 必須";
    "CP2011" MandatoryUnclear Warning
        "「{item}」が空です（必須かどうかは標準仕様の本文からは判読できません）。" / "値を入れておくと安全です。必須として扱うソフトがあります。"
        "{item} is empty (the public text does not show whether it is mandatory)." / "Fill it in to be safe; some importers treat it as mandatory."
        "CSVファイルレイアウト定義書 必須（判読不能）";
    "CP2020" TooLong Error
        "「{item}」が長すぎます（{found} 文字）。{max} 文字までです。" / "{max} 文字以内にしてください。"
        "{item} is too long: {found} characters, at most {max}." / "Keep it within {max} characters."
        "CSVファイルレイアウト定義書 最大文字数";
    "CP2021" TooLongUnclear Warning
        "「{item}」が {found} 文字です。4.1 版の本文は {max} 文字、以前の版は {earlier} 文字までです。" / "{max} 文字に収まるならそうしてください。収まらない場合は相手のソフトが取り込めるか確認してください。"
        "{item} has {found} characters; the 4.1 text prints {max}, an earlier edition {earlier}." / "Keep it within {max} if possible; otherwise ask whether the partner's software takes it."
        "CSVファイルレイアウト定義書 最大文字数（版により相違）";
    "CP2030" NotDigits Error
        "「{item}」に数字以外の文字があります。" / "半角数字だけで出力してください。符号、桁区切り、空白、全角数字は使えません。"
        "{item} holds something other than digits." / "Write digits 0-9 only: no sign, separator, blank or full-width digit."
        "CSVファイルレイアウト定義書 型";
    "CP2031" DateForm Error
        "「{item}」が YYYYMMDD の8桁ではありません。" / "西暦の年月日を8桁の半角数字にしてください（例: 20260901）。"
        "{item} is not eight digits YYYYMMDD." / "Write the date in eight digits, such as 20260901."
        "CSVファイルレイアウト定義書 型";
    "CP2032" DateDoesNotExist Error
        "「{item}」は暦にない日付です。" / "正しい年月日を入れてください。"
        "{item} is a date that does not exist." / "Write a date of the calendar."
        "CSVファイルレイアウト定義書 型";
    "CP2033" MonthForm Error
        "「{item}」が正しい年月（YYYYMM）ではありません。" / "西暦の年月を6桁の半角数字にしてください（例: 202609）。"
        "{item} is not a month YYYYMM." / "Write the month in six digits, such as 202609."
        "CSVファイルレイアウト定義書 型";
    "CP2034" TimeForm Error
        "「{item}」が正しい時刻（HHMM）ではありません。" / "0000 から 2359 の4桁で出力してください。{none}"
        "{item} is not a time HHMM." / "Write four digits from 0000 to 2359.{none}"
        "CSVファイルレイアウト定義書 型";
    "CP2035" Time2400 Warning
        "「{item}」が 2400 です。" / "標準仕様に 24:00 の表し方の規定はありません。終わりが翌日になる場合の出力を相手と確認してください。"
        "{item} is 2400." / "The standard does not say how to write 24:00; ask whether the partner's software takes it."
        "規定なし";
    "CP2036" DecimalForm Error
        "「{item}」が 99.99 の形式ではありません。" / "小数点以下2桁の半角数字にしてください（例: 10.00）。"
        "{item} is not of the form 99.99." / "Write two decimals, such as 10.00."
        "CSVファイルレイアウト定義書 型";
    "CP2037" InsurerForm Error
        "「{item}」が6桁の数字ではありません。" / "保険者番号6桁を半角数字で入れてください。"
        "{item} is not six digits." / "Write the six digits of the insurer number."
        "CSVファイルレイアウト定義書 型";
    "CP2038" InsuredForm Error
        "「{item}」が10桁の数字（またはH＋9桁）ではありません。" / "被保険者番号10桁を入れてください。9桁以下の番号は先頭を0で埋めます。生活保護のみの方は H＋9桁です。"
        "{item} is not ten digits (or H and nine digits)." / "Write ten digits, filled with leading zeros; H and nine digits for public assistance only."
        "CSVファイルレイアウト定義書 型";
    "CP2039" OfficeForm Error
        "「{item}」が事業所番号の形式（10文字）ではありません。" / "事業所番号10桁を半角で入れてください（3文字目だけ英大文字になることがあります）。"
        "{item} is not an office number of 10 characters." / "Write the ten characters; only the third may be a capital letter."
        "CSVファイルレイアウト定義書 型";
    "CP2040" ServiceKindForm Error
        "「{item}」がサービス種類コードの形式（2文字）ではありません。" / "サービス種類コード2文字を半角で入れてください（例: 11、A2）。"
        "{item} is not a service kind of two characters." / "Write the two characters of the service kind, such as 11 or A2."
        "CSVファイルレイアウト定義書 型";
    "CP2041" ServiceKindUnknown Warning
        "「{item}」のサービス種類コードは標準仕様の一覧にありません。" / "サービス種類コードを確認してください。"
        "The service kind in {item} is not in the list of the standard." / "Check the service kind."
        "サービス種類コード一覧";
    "CP2042" ServiceCodeForm Error
        "「{item}」がサービスコードの形式（6文字）ではありません。" / "サービス種類コード2文字とサービス項目コード4文字を半角で入れてください。英字の I・O・Q は使いません。"
        "{item} is not a service code of six characters." / "Write kind (2) and item code (4); the letters I, O and Q are not used."
        "CSVファイルレイアウト定義書 型";
    "CP2043" TaisForm Error
        "「{item}」が NNNNN-NNNNNN の形式ではありません。" / "半角数字5桁、半角ハイフン、半角数字6桁で入れてください（例: 00001-000010）。"
        "{item} is not of the form NNNNN-NNNNNN." / "Write five digits, a hyphen and six digits, such as 00001-000010."
        "CSVファイルレイアウト定義書 型";
    "CP2044" PostalForm Error
        "「{item}」が NNN-NNNN の形式ではありません。" / "半角数字3桁、半角ハイフン、半角数字4桁で入れてください（例: 900-0001）。"
        "{item} is not of the form NNN-NNNN." / "Write three digits, a hyphen and four digits, such as 900-0001."
        "CSVファイルレイアウト定義書 型";
    "CP2045" DayFlagsForm Error
        "「{item}」が 0 と 1 の31文字ではありません。" / "1日から31日までを 0 か 1 で31文字並べるか、日割りがない場合は空にしてください。"
        "{item} is not 31 characters 0 or 1." / "Write 0 or 1 for each of 31 days, or leave it empty where nothing is prorated."
        "CSVファイルレイアウト定義書 型";
    "CP2046" CodeUnknown Error
        "「{item}」の値がコード表にありません。" / "使えるコード: {codes}"
        "The value of {item} is not in its code list." / "Legal codes: {codes}"
        "CSVファイルレイアウト定義書 コード";
    "CP2047" UnusedFilled Warning
        "「{item}」は使わない項目ですが、値が入っています。" / "空で出力してください。"
        "{item} is not used but holds a value." / "Leave it empty."
        "CSVファイルレイアウト定義書";
    "CP2048" FormatUnclear Warning
        "「{item}」が数字ではありません（形式は標準仕様の本文からは判読できません）。" / "半角数字1桁にしておくと安全です。"
        "{item} is not a digit (the public text does not show the format)." / "A single digit is the safe choice."
        "CSVファイルレイアウト定義書（判読不能）";
    "CP2050" NotMs932 Error
        "「{item}」に MS932 の文字ではないバイトがあります（{position} 文字目）。" / "MS932（Shift_JIS）で出力し直してください。ファイルが壊れている場合は元のファイルを取り直してください。"
        "{item} holds bytes that are no character of MS932 (character {position})." / "Export it again in MS932 (Shift_JIS); if the file is damaged, fetch the original again."
        "文字コード";
    "CP2051" Gaiji Error
        "「{item}」に外字があります（{position} 文字目）。" / "外字は相手の画面で別の文字になります。MS932 の文字（例: 「髙」「﨑」）や代わりの文字に置き換えてください。"
        "{item} holds a user-defined character (character {position})." / "The other side cannot show it: replace it by a character of MS932."
        "外字";
    "CP4001" SetIncomplete Error
        "{set}のセットに {kind}（{kind_name}）がありません。" / "{kind} を同じ作成日時で出力し、セットに加えてください。"
        "The set {set_ident} lacks {kind}." / "Export {kind} with the same stamp and add it to the set."
        "2.4 送信の単位";
    "CP4002" SetMixedStamp Error
        "作成日時がセットの他のファイル（{expected}）と異なります。" / "1つのセットのファイルはすべて同じ作成日時（14桁）にしてください。別の回に出力したファイルが混ざっていないか確認してください。"
        "The stamp differs from the other files of the set ({expected})." / "All files of a set carry the same stamp; look for files of another export."
        "2.4 送信の単位";
    "CP4003" SetMixedSender Error
        "送信元がセットの他のファイル（{expected}）と異なります。" / "1つのセットの送信元は1つです。"
        "The sender differs from the other files of the set ({expected})." / "A set has one sender."
        "2.4 送信の単位";
    "CP4004" SetMixedReceiver Error
        "送信先がセットの他のファイル（{expected}）と異なります。" / "1つのセットの送信先は1つです。事業所ごとにセットを分けてください。"
        "The receiver differs from the other files of the set ({expected})." / "A set has one receiver: make one set per office."
        "2.4 送信の単位";
    "CP4005" SetMixedMonth Error
        "対象年月がセットの他のファイル（{expected}）と異なります。" / "1つのセットの対象年月は1つです。"
        "The month differs from the other files of the set ({expected})." / "A set has one month."
        "2.4 送信の単位";
    "CP4006" FileNotInSet Error
        "{kind}（{kind_name}）は{set}のセットに入りません。" / "このファイルは別のセットとして送ってください。"
        "{kind} does not belong to the set {set_ident}." / "Send this file in a set of its own."
        "2.4 送信の単位";
    "CP4007" SetDuplicateKind Error
        "{kind}（{kind_name}）がセットに2つ以上あります。" / "1つのセットに {kind} は1つです。"
        "The set holds {kind} more than once." / "A set holds one {kind}."
        "2.4 送信の単位";
    "CP4008" SetNotAddressed Error
        "送信先のないファイルは送れません。" / "送信先の事業所番号とサービス種類コードをファイル名に入れてください。"
        "A file without a receiver cannot be sent." / "Put the receiver's office number and kind into the file name."
        "ファイル名";
    "CP4009" SetHasErrors Error
        "ファイルに {count} 件のエラーがあるため、送れません。" / "このファイルの指摘を直してから送ってください。"
        "The file has {count} errors and cannot be sent." / "Mend the findings of this file first."
        "2.4 送信の単位";
    "CP4010" SetUnknown Error
        "このファイルの組み合わせは標準仕様のどのセットでもありません。" / "予定は UPPLAN・UPSIKYU・UPHOSOKU、実績は UPJSK を組にしてください。"
        "These files are no set of the standard." / "A plan is UPPLAN, UPSIKYU and UPHOSOKU together; actuals are UPJSK."
        "2.4 送信の単位";
    "CP4011" SetNameUnusable Error
        "ファイル名が標準仕様の形式ではないため、セットに入れられません。" / "このファイルの名前の指摘を直してください。"
        "The file cannot join a set because its name is not of the standard's form." / "Mend the finding on its name first."
        "ファイル名";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_of_one_form() {
        let numbers: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(numbers.len(), Code::ALL.len());
        assert!(
            numbers
                .iter()
                .all(|n| n.len() == 6 && n.starts_with("CP") && n[2..].parse::<u16>().is_ok())
        );
    }

    #[test]
    fn both_languages_have_the_same_blanks() {
        // A blank that names something may stand in one language only; a blank with a figure must stand in both.
        let blanks = |text: &str| -> HashSet<String> {
            text.split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
                .map(str::to_owned)
                .collect()
        };
        let wording = ["kind_name", "set", "set_ident"];
        for code in Code::ALL {
            let both = |lang| {
                let mut all = blanks(code.message(lang));
                all.extend(blanks(code.hint(lang)));
                all.retain(|blank| !wording.contains(&blank.as_str()));
                all
            };
            assert_eq!(both(Lang::Ja), both(Lang::En), "{}", code.as_str());
        }
    }
}
