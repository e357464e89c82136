use std::fmt;

use super::{Edition, FILE_KINDS, LAYOUTS, LAYOUTS_3, Layout};

/// The kinds of file of the standard, named by the prefix of the file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// UPHOSOKU 利用者補足情報.
    Uphosoku,
    /// UP1KYO 居宅サービス計画1表.
    Up1kyo,
    /// UP2KYO 居宅サービス計画2表.
    Up2kyo,
    /// UP3KYO 居宅サービス計画3表.
    Up3kyo,
    /// DLT1KYO 居宅サービス計画1表_削除.
    Dlt1kyo,
    /// UPPLAN 第6表（サービス利用票）予定.
    Upplan,
    /// UPSIKYU 第7表（サービス利用票別表）.
    Upsikyu,
    /// DLTPLAN 第6表（サービス利用票）予定削除.
    Dltplan,
    /// UPJSK 第6表実績情報.
    Upjsk,
    /// DLTJSK 第6表実績情報削除.
    Dltjsk,
    /// UPKIHON 利用者基本情報.
    Upkihon,
    /// UPKIHON_SUB1 利用者基本情報（別表1）.
    UpkihonSub1,
    /// UPKIHON_SUB2 利用者基本情報（別表2）.
    UpkihonSub2,
    /// UPKIHON_IMAGE 家族構成 画像; the only kind that is not a CSV file.
    UpkihonImage,
    /// DLTKIHON 利用者基本情報_削除.
    Dltkihon,
    /// UPYOBO 介護予防サービス・支援計画書.
    Upyobo,
    /// UPYOBO_SUB 介護予防サービス・支援計画書（別表）.
    UpyoboSub,
    /// DLTYOBO 介護予防サービス・支援計画書_削除.
    Dltyobo,
}

/// One row of standard/file-kinds.csv.
#[derive(Debug)]
pub(super) struct FileKindInfo {
    pub kind: FileKind,
    pub prefix: &'static str,
    pub name_ja: &'static str,
    pub month_in_name: bool,
    pub sender: SenderRole,
}

/// Who sends files of a kind (section 2.4 and 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderRole {
    /// 居宅介護支援事業所: plans and slips.
    Support,
    /// サービス事業所: actuals.
    Service,
    /// 介護予防支援: basic information and prevention plans.
    Prevention,
}

impl FileKind {
    /// Every kind, in the order of the declaration.
    pub const ALL: [Self; 18] = [
        Self::Uphosoku,
        Self::Up1kyo,
        Self::Up2kyo,
        Self::Up3kyo,
        Self::Dlt1kyo,
        Self::Upplan,
        Self::Upsikyu,
        Self::Dltplan,
        Self::Upjsk,
        Self::Dltjsk,
        Self::Upkihon,
        Self::UpkihonSub1,
        Self::UpkihonSub2,
        Self::UpkihonImage,
        Self::Dltkihon,
        Self::Upyobo,
        Self::UpyoboSub,
        Self::Dltyobo,
    ];

    /// The kind that a file name begins with: the longest prefix that is followed by an underscore.
    pub fn of_name(name: &str) -> Option<Self> {
        FILE_KINDS
            .iter()
            .filter(|info| {
                name.strip_prefix(info.prefix)
                    .is_some_and(|rest| rest.starts_with('_'))
            })
            .max_by_key(|info| info.prefix.len())
            .map(|info| info.kind)
    }

    /// The prefix of its file names, such as `UPPLAN`.
    pub fn prefix(self) -> &'static str {
        self.info().map_or("", |info| info.prefix)
    }

    /// Its Japanese name.
    pub fn name_ja(self) -> &'static str {
        self.info().map_or("", |info| info.name_ja)
    }

    /// Whether its file names carry the month.
    pub fn month_in_name(self) -> bool {
        self.info().is_some_and(|info| info.month_in_name)
    }

    /// Who sends files of this kind.
    pub fn sender(self) -> SenderRole {
        self.info().map_or(SenderRole::Support, |info| info.sender)
    }

    /// Its record layout in the present edition; `None` for the image.
    pub fn layout(self) -> Option<&'static Layout> {
        self.layout_in(Edition::CURRENT)
    }

    /// Its record layout in an edition; `None` for the image and for kinds that the edition does not have.
    pub fn layout_in(self, edition: Edition) -> Option<&'static Layout> {
        let layouts: &[&Layout] = match edition {
            Edition::V3 => &LAYOUTS_3,
            Edition::V40 | Edition::V41 => &LAYOUTS,
        };
        layouts.iter().find(|layout| layout.kind == self).copied()
    }

    /// Its row of the table. A test proves that every kind has one.
    fn info(self) -> Option<&'static FileKindInfo> {
        FILE_KINDS.iter().find(|info| info.kind == self)
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.prefix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row() {
        for kind in FileKind::ALL {
            assert_eq!(
                FileKind::of_name(&format!("{}_", kind.prefix())),
                Some(kind)
            );
        }
        assert_eq!(FILE_KINDS.len(), FileKind::ALL.len());
    }

    #[test]
    fn the_longest_prefix_wins() {
        assert_eq!(
            FileKind::of_name("UPKIHON_SUB1_5070022016_"),
            Some(FileKind::UpkihonSub1)
        );
        assert_eq!(
            FileKind::of_name("UPKIHON_5070022016_"),
            Some(FileKind::Upkihon)
        );
        assert_eq!(FileKind::of_name("UPPLANX_"), None);
        assert_eq!(FileKind::of_name("readme.txt"), None);
    }
}
