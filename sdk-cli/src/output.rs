//! Writing to stdout and stderr without ever panicking when the other side is gone.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use careplan_core::finding::Lang;

use crate::outcome::Outcome;

/// Standard output, locked once and buffered.
pub type Out = BufWriter<StdoutLock<'static>>;

/// Opens standard output.
pub fn stdout() -> Out {
    BufWriter::new(io::stdout().lock())
}

/// True when colours help: on a terminal, unless NO_COLOR is set (no-color.org).
pub fn has_colours() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !refused
}

/// The columns of the terminal that stdout is; `None` where it is none.
pub fn width() -> Option<u16> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0)
}

/// What the result of writing means for the run. A reader that closes the pipe has seen enough: that is no failure.
pub fn written(result: &io::Result<()>, lang: Lang) -> Outcome {
    match result {
        Ok(()) => Outcome::Fine,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Fine,
        Err(error) => {
            let what = lang.pick("出力に書き込めません", "cannot write the output");
            complain(format_args!("{what}: {error}"));
            Outcome::Failed
        }
    }
}

/// Says on stderr why something could not be done.
pub fn complain(message: impl Display) {
    // Nobody is left to be told when stderr itself is closed.
    let _ = writeln!(io::stderr(), "careplan: {message}");
}
