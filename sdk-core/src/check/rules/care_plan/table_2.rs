use crate::check::rules::periods::name_of;
use crate::check::rules::row::{Column, Row};
use crate::check::rules::tell::Teller;
use crate::check::rules::{Memory, Rule};
use crate::check::value::{day, number};
use crate::finding::Code;
use crate::layout::Layout;

/// Table 2: 課題ＮＯ, 援助目標ＮＯ and 援助内容ＮＯ put the rows in print order (Sets, keys, order).
///
/// - each is there, from 1 to 99: `PlanNumberMissing`, `PlanNumberZero`
/// - none is left out: `PlanNumberGap`; whether a goal's number begins again with each issue is left open
/// - the rows are in their order: `PlanUnsorted`
/// - the first row of an issue has its text, that of a goal a long or short goal; further rows may repeat it or leave it
///   blank, but say nothing else: `IssueBlank`, `GoalBlank`, `IssueTextDiffers`
///
/// That the three together are unique is a matter of keys.
///
/// A row that does not say for certain what it belongs to (no day, no number, broken quotes) may be the one that a plan
/// lacks: of the plans next to it in the file nothing is said to be missing.
pub(super) struct Numbers<'a> {
    plan: [Column; 3],
    numbers: [Column; 3],
    issue: Column,
    goals: [Column; 2],
    lines: Lines<'a>,
}

/// The rows of records that stand together.
pub(in crate::check::rules) struct Lines<'a> {
    list: Vec<Line<'a>>,
    /// The first and the last record, and whether they are in the list.
    first: Option<Neighbour>,
    last: Neighbour,
}

/// A record, and whether it says for certain what it belongs to.
type Neighbour = (u32, bool);

/// What stands above the first record.
const TOP: Neighbour = (0, true);

struct Line<'a> {
    /// Person and day of the plan.
    plan: [&'a [u8]; 3],
    /// 課題ＮＯ, 援助目標ＮＯ, 援助内容ＮＯ.
    numbers: [u32; 3],
    record: u32,
    issue: &'a [u8],
    has_goal: bool,
    /// The record above or below belongs to a plan that is not certain.
    is_beside_unclear: bool,
}

impl Numbers<'_> {
    pub fn new(layout: &'static Layout) -> Self {
        let column = |ident| Column::of(layout, ident);
        Self {
            plan: ["insurer_number", "insured_number", "care_plan_date"].map(column),
            numbers: ["issue_no", "goal_no", "support_no"].map(column),
            issue: column("issue"),
            goals: ["long_term_goal", "short_term_goal"].map(column),
            lines: Lines::new(),
        }
    }
}

impl<'a> Rule<'a> for Numbers<'a> {
    fn record(&mut self, row: &Row<'a>, tell: &mut Teller<'a>) {
        let mut numbers = [0; 3];
        let mut complete = true;
        for (column, no) in self.numbers.iter().zip(&mut numbers) {
            match number(row.value(*column)) {
                None if row.is_empty(*column) => {
                    tell.item(Code::PlanNumberMissing, row.number, *column);
                    complete = false;
                }
                Some(0) => {
                    tell.item(Code::PlanNumberZero, row.number, *column);
                    complete = false;
                }
                Some(found) if found < 100 => *no = found,
                _ => complete = false,
            }
        }
        let plan = self.plan.map(|column| row.value(column));
        let [insurer, insured, date] = plan;
        complete &= (insurer.len(), insured.len()) == (6, 10) && day(date).is_some();
        let mut lines = Lines {
            list: Vec::new(),
            first: Some((row.number, complete)),
            last: (row.number, complete),
        };
        if complete {
            lines.list.push(Line {
                plan,
                numbers,
                record: row.number,
                issue: row.value(self.issue),
                has_goal: self.goals.iter().any(|column| !row.is_empty(*column)),
                is_beside_unclear: false,
            });
        }
        self.lines.take_in(lines);
    }

    fn memory(&mut self) -> Memory<'a> {
        Memory::PlanLines(std::mem::replace(&mut self.lines, Lines::new()))
    }

    fn take_in(&mut self, later: Memory<'a>) {
        if let Memory::PlanLines(lines) = later {
            self.lines.take_in(lines);
        }
    }

    fn finish(&mut self, tell: &mut Teller<'a>) {
        let mut all = Lines {
            first: Some(TOP),
            ..Lines::new()
        };
        all.take_in(std::mem::replace(&mut self.lines, Lines::new()));
        let mut lines = all.list;
        lines.sort_by_key(|line| line.plan);
        for plan in lines.chunk_by_mut(|a, b| a.plan == b.plan) {
            self.order(plan, tell);
            plan.sort_by_key(|line| line.numbers);
            let is_whole = !plan.iter().any(|line| line.is_beside_unclear);
            if is_whole {
                self.gaps(plan, tell);
            }
            self.texts(plan, is_whole, tell);
        }
    }
}

impl Lines<'_> {
    fn new() -> Self {
        Self {
            list: Vec::new(),
            first: None,
            last: TOP,
        }
    }

    /// Adds the rows of records that follow.
    fn take_in(&mut self, mut later: Self) {
        let Some(first) = later.first else {
            return;
        };
        if self.first.is_none() {
            *self = later;
            return;
        }
        let is_next = self.last.0 + 1 == first.0;
        if !(is_next && first.1)
            && let Some(line) = self.list.last_mut()
        {
            line.is_beside_unclear = true;
        }
        if !(is_next && self.last.1)
            && first.1
            && let Some(line) = later.list.first_mut()
        {
            line.is_beside_unclear = true;
        }
        self.list.append(&mut later.list);
        self.last = later.last;
    }
}

impl<'a> Numbers<'a> {
    /// `plan` is in the order of the file.
    fn order(&self, plan: &[Line<'_>], tell: &mut Teller<'_>) {
        let late = plan
            .windows(2)
            .find(|pair| pair[1].numbers < pair[0].numbers);
        if let Some([_, line]) = late {
            tell.item(Code::PlanUnsorted, line.record, self.numbers[0]);
        }
    }

    fn gaps(&self, plan: &[Line<'_>], tell: &mut Teller<'_>) {
        for (index, column) in self.numbers.iter().enumerate() {
            // No. 1 is bit 0.
            let used = plan
                .iter()
                .fold(0_u128, |used, line| used | 1 << (line.numbers[index] - 1));
            let missing = used.trailing_ones() + 1;
            let above = plan.iter().find(|line| line.numbers[index] > missing);
            if let Some(line) = above {
                tell.item_with(Code::PlanNumberGap, line.record, *column, |finding| {
                    finding.with("missing", missing)
                });
            }
        }
    }

    /// `plan` is in the order of its numbers.
    fn texts(&self, plan: &[Line<'a>], is_whole: bool, tell: &mut Teller<'_>) {
        for issue in plan.chunk_by(|a, b| a.numbers[0] == b.numbers[0]) {
            let [first, others @ ..] = issue else {
                continue;
            };
            if is_whole && first.issue.is_empty() {
                tell.item(Code::IssueBlank, first.record, self.issue);
            }
            let other = |line: &&Line<'_>| !line.issue.is_empty() && line.issue != first.issue;
            if !first.issue.is_empty()
                && let Some(line) = others.iter().find(other)
            {
                let name = name_of(tell.layout, self.numbers[0]);
                tell.item_with(Code::IssueTextDiffers, line.record, self.issue, |finding| {
                    finding.with("record", first.record).with("number", name)
                });
            }
            if !is_whole {
                continue;
            }
            for goal in issue.chunk_by(|a, b| a.numbers[1] == b.numbers[1]) {
                if let Some(first) = goal.first().filter(|first| !first.has_goal) {
                    tell.item(Code::GoalBlank, first.record, self.goals[1]);
                }
            }
        }
    }
}
