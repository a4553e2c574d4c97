//! The verdict on a claim, with everything it rests on.

use crate::claim::Claim;
use crate::number::Bounds;
use serde::Serialize;
use std::fmt;

/// Whether published figures bear a claim out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// Whatever the true figures are behind their rounding, the claim holds.
    Supported,
    /// Whatever they are, it does not.
    Contradicted,
    /// The figures are missing, too coarse, or differ by reading.
    Undecided,
}

/// One reading of a claim, with what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    pub(crate) reading: String,
    pub(crate) verdict: Verdict,
    pub(crate) found: String,
    /// Nothing is known that this reading could be judged by.
    #[serde(skip)]
    pub(crate) missing: bool,
}

/// A claim with its verdict and the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    claim: Claim,
    verdict: Verdict,
    evidence: Vec<Evidence>,
}

impl Verdict {
    /// The figures are inside the claim, outside of it, or both.
    pub(crate) fn of(claimed: &Bounds, found: &Bounds) -> Verdict {
        if claimed.contains_all(found) {
            Verdict::Supported
        } else if claimed.overlaps(found) {
            Verdict::Undecided
        } else {
            Verdict::Contradicted
        }
    }
}

impl Evidence {
    /// How the claim was read: "growth as published", "growth from levels", and in which currency.
    #[must_use]
    pub fn reading(&self) -> &str {
        &self.reading
    }

    /// The verdict under this reading.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The figures, or why there are none.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl Judgement {
    /// Supported if a reading supports and none contradicts; contradicted if all do.
    pub(crate) fn new(claim: Claim, evidence: Vec<Evidence>) -> Judgement {
        let any = |verdict| evidence.iter().any(|one| one.verdict == verdict);
        let verdict =
            match (any(Verdict::Supported), any(Verdict::Contradicted), any(Verdict::Undecided)) {
                (true, false, _) => Verdict::Supported,
                (false, true, false) => Verdict::Contradicted,
                _ => Verdict::Undecided,
            };
        Judgement { claim, verdict, evidence }
    }

    /// The claim.
    #[must_use]
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// The verdict over all readings.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The readings, each with its verdict.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// True if one reading supports the claim and another contradicts it.
    #[must_use]
    pub fn depends_on_reading(&self) -> bool {
        let has = |verdict| self.evidence.iter().any(|one| one.verdict == verdict);
        has(Verdict::Supported) && has(Verdict::Contradicted)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Supported => "supported",
            Verdict::Contradicted => "contradicted",
            Verdict::Undecided => "cannot be decided",
        })
    }
}

/// The verdict, then a line for each reading.
impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict)?;
        if self.depends_on_reading() {
            write!(f, ", it depends on the reading")?;
        }
        write!(f, ": {}", self.claim)?;
        for one in &self.evidence {
            write!(f, "\n  {}: {}, {}", one.reading, one.verdict, one.found)?;
        }
        Ok(())
    }
}
