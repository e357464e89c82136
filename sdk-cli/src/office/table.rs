//! Tables that fit a terminal.

use crate::output;
use crate::terminal_text::{cut_end, pad_end, visible, width};

/// Narrower than this nothing can be read any more.
const LEAST: usize = 8;
const GAP: usize = 2;

/// Rows of `N` columns, of which one gives way where there is not enough room.
pub(super) struct Table<const N: usize> {
    rows: Vec<([String; N], Option<String>)>,
    gives_way: usize,
}

impl<const N: usize> Table<N> {
    pub(super) fn new(heads: [&str; N], gives_way: usize) -> Self {
        Self {
            rows: vec![(heads.map(str::to_owned), None)],
            gives_way,
        }
    }

    /// A row, and what is said below it.
    pub(super) fn row(&mut self, cells: [String; N], note: Option<String>) {
        let cells = cells.map(|cell| visible(&cell).into_owned());
        self.rows.push((cells, note));
    }

    /// The lines, on the terminal that stdout is; what goes into a file or to another program is not cut.
    pub(super) fn lines(&self) -> Vec<String> {
        self.lines_within(output::width().map_or(usize::MAX, usize::from))
    }

    fn lines_within(&self, columns: usize) -> Vec<String> {
        let widest = |column: usize| {
            let cells = self.rows.iter().map(|(cells, _)| width(&cells[column]));
            cells.max().unwrap_or(0)
        };
        let mut widths: [usize; N] = std::array::from_fn(widest);
        let others: usize = widths.iter().sum::<usize>() - widths[self.gives_way];
        let left = columns.saturating_sub(others + GAP * (N - 1)).max(LEAST);
        widths[self.gives_way] = widths[self.gives_way].min(left);
        let mut lines = Vec::new();
        for (cells, note) in &self.rows {
            let cells = cells.iter().zip(widths);
            let cells = cells.map(|(cell, columns)| pad_end(&cut_end(cell, columns), columns));
            let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
            lines.push(line.trim_end().to_owned());
            let note = note.iter().map(|note| note.replace('\n', "\n    "));
            lines.extend(note.map(|note| format!("    ! {note}")));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_gives_way() {
        let mut table = Table::new(["番号", "セット", "状態"], 1);
        let cells = ["abcd0001", "サービス利用票・別表（予定）", "受領済"];
        table.row(cells.map(str::to_owned), Some("理由".to_owned()));
        for (columns, cut) in [(80, false), (40, true), (10, true)] {
            let lines = table.lines_within(columns);
            assert_eq!(lines.len(), 3);
            assert_eq!(lines[1].contains('…'), cut, "{lines:?}");
            assert!(columns < 40 || lines.iter().all(|line| width(line) <= columns));
            assert!(lines[1].ends_with("受領済") && lines[2].ends_with("! 理由"));
        }
    }
}
