//! How a series prints.

use crate::observation::{Observation, Status, percent_text};
use crate::series::{Series, Standing};
use crate::unit::Dimension;
use std::fmt;

/// A small table: who, what, unit, valuation, span, vintage, gaps; then one row for each figure, as
/// published.
///
/// A figure that does not stand has a mark and says why in its last column: `~` replaced (another
/// one with more digits, or a later one, stands), `!` contradicted (by another figure of its day),
/// `x` erroneous, `f` forecast.
impl<D: Dimension> fmt::Display for Series<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.key, self.unit)?;
        if let (Some(first), Some(last)) =
            (self.spans.keys().next(), self.spans.keys().max_by_key(|span| span.last()))
        {
            let (first, last) = if first.is_full_year() {
                (first.to_string(), last)
            } else {
                (first.first().to_string(), last)
            };
            let last = if last.is_full_year() { last.to_string() } else { last.last().to_string() };
            write!(f, ", {first} to {last}")?;
        }
        if let Some(date) = self.as_of {
            write!(f, ", as known on {date}")?;
        }
        let gaps = self.gaps();
        if !gaps.is_empty() {
            let gaps: Vec<String> = gaps.iter().map(ToString::to_string).collect();
            write!(f, "\ngaps: {}", gaps.join(", "))?;
        }
        let number = |observation: &Observation| {
            observation.level().map_or("-".to_owned(), |level| level.to_string())
        };
        let width = self.observations().map(|one| number(one).chars().count()).max().unwrap_or(0);
        for span in self.spans.values() {
            for (at, observation) in span.observations.iter().enumerate() {
                let mark = mark(&span.standing, at, observation);
                let growth =
                    observation.growth().map_or(String::new(), |growth| percent_text(&growth));
                let published =
                    observation.published_on().map_or(String::new(), |date| date.to_string());
                let status = remark(mark, observation.status());
                let period = observation.period().to_string();
                let row = format!(
                    "{mark} {period:<19}  {:>width$}  {growth:>9}  {published:<10}  {status}",
                    number(observation)
                );
                write!(f, "\n{}", row.trim_end())?;
            }
        }
        Ok(())
    }
}

/// The status of a figure, and why it does not stand where the status does not say it.
fn remark(mark: char, status: Status) -> String {
    let why = match mark {
        '~' => "replaced",
        '!' => "contradicted",
        _ => "",
    };
    match (status, why) {
        (Status::Normal, why) => why.to_owned(),
        (status, "") => status.to_string(),
        (status, why) => format!("{status}, {why}"),
    }
}

fn mark(standing: &Standing, at: usize, observation: &Observation) -> char {
    match standing {
        _ if observation.status() == Status::Erroneous => 'x',
        _ if observation.status() == Status::Forecast => 'f',
        _ if observation.level().is_none() => ' ',
        Standing::Stands(standing, _) if *standing != at => '~',
        Standing::Conflict(_) => '!',
        _ => ' ',
    }
}
