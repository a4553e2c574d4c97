//! Why two reports differ: what the exporter says, and what the importer says.
//!
//! Each trade is recorded twice, where goods leave and where they arrive, and the two figures are
//! never the same. For 2018 Russia reported goods of 56.0 billion US$ sold to China, China goods of
//! 58.9 billion bought from Russia. In 2009 the two were 28 % apart, in 2017 China reported less
//! than Russia. Neither has to be wrong:
//!
//! ```
//! use bilateral::area::{CHN, RUS};
//! use bilateral::{Key, Period, mirror, published};
//!
//! let reports = published::china_russia_both_sides()?; // UN Comtrade
//! let sold = reports.series(Key::exports(RUS).to(CHN))?.latest();
//! let bought = reports.series(Key::imports(CHN).from(RUS))?.latest();
//! let both = mirror::of(&sold, &bought)?;
//! let gap = |year| -> Result<String, bilateral::Error> {
//!     let gap = both.at(Period::year(year))?.asymmetry()?;
//!     Ok(format!("{:+}", gap.relative_to_exporter()?.percent(1)))
//! };
//! assert_eq!(gap(2009)?, "+27.7 %");
//! assert_eq!(gap(2017)?, "-0.7 %");
//! assert_eq!(gap(2018)?, "+5.1 %");
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # The reasons, and where they are looked for
//!
//! | reason | what it does | here |
//! |---|---|---|
//! | freight and insurance | imports CIF are above exports FOB | a [`Margin`](crate::mirror::Margin): named, from a table, or measured where an importer states both values ([`Reader::every_valuation`](crate::read::Reader::every_valuation)) |
//! | goods through a hub | the exporter writes the hub, the importer the origin | [`with_re_exports`](crate::mirror::GapDecomposition::with_re_exports): given, never guessed |
//! | a side does not report | no flow to compare | [`Sides`](crate::mirror::Sides), coverage; never a zero |
//! | a report made from the other one | the gap is exactly a factor | [`looks_mirrored`](crate::mirror::Flows::looks_mirrored) |
//! | goods withheld, partners not specified | they stand under another code | [`with_confidential`](crate::mirror::GapDecomposition::with_confidential), [`Flows::left_out`](crate::mirror::Flows::left_out) |
//! | other editions of the HS | the same code is not the same goods | [`concordance`](crate::concordance) |
//! | revisions | each side revises on its own day | [`mirror::as_of`](crate::mirror::as_of) |
//! | other currencies, other units | nothing to compare yet | refused, with the conversion to name |
//! | goods on their way at the end of the year | leave in one year, arrive in the next | compare years rather than months, several rather than one |
//! | general against special trade | bonded warehouses count or do not | the label of each side ([`TradeSystem`](crate::key::TradeSystem)) |
//!
//! # A gap taken apart
//! The terms add up to the gap exactly. A term for which there are no figures is absent, and what
//! it would explain is in the residual:
//!
//! ```
//! use bilateral::area::{CHN, RUS};
//! use bilateral::mirror::{self, Flows, GapTerm, Margin};
//! use bilateral::{Key, Period, published};
//!
//! let reports = published::china_russia_both_sides()?;
//! let fuels = "HS:27".parse()?;
//! let sold = reports.series(Key::exports(RUS).to(CHN).of(fuels))?.latest();
//! let bought = reports.series(Key::imports(CHN).from(RUS).of(fuels))?.latest();
//! let both = mirror::of(&sold, &bought)?;
//!
//! let gap = Flows::new([*both.at(Period::year(2017))?.pair()])?.decompose(&Margin::imf())?;
//! assert_eq!(gap.difference().to_string(), "2185973560"); // US$
//! assert_eq!(format!("{:.0}", gap.term(GapTerm::Valuation).unwrap()), "1552741153");
//! assert_eq!(format!("{:.0}", gap.term(GapTerm::Residual).unwrap()), "633232407");
//! assert_eq!(gap.term(GapTerm::ReExports), None); // nobody gave figures of a hub
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # Which margin
//! The gap of a flow is not its margin: among the 5,025 pairs of countries that traded more than
//! 100 million US$ in 2018 (IMF), the importer reports less than the exporter in 44 of 100. Nor is
//! 6 % (IMF) or 10 % (before the 2000s) measured for any one of them. Where an importer states both
//! values, as the United States do, carriage is measured:
//! [`MarginRow::measured`](crate::mirror::MarginRow::measured). `m / (1 + rate)` and `m (1 - rate)`
//! are two different results; [`Convention`](crate::mirror::Convention) names them.
//!
//! # One figure
//! Who needs one figure names the rule, and every value keeps both reports, the weight, the margin
//! and the rule ([`ReconciledPair`](crate::mirror::ReconciledPair)). A reconciled series says so in
//! its label and is never added to a reported one. How far an office can be trusted is estimated
//! over all its partners, and never from one flow.
//!
//! # Which rule
//! Weights say how far each side agrees with all its partners: by scores that explain all gaps at
//! once ([`ReportingScores`](crate::mirror::ReportingScores)), by an analysis of variance as BACI
//! has it ([`ReportingQuality`](crate::mirror::ReportingQuality)), by the share of value that its
//! partners confirm ([`SymmetryIndex`](crate::mirror::SymmetryIndex)). They can be far apart for
//! one pair, and none of them knows which report is right. Held against BACI's own totals of 2000
//! to 2010 with the United States, Canada and Mexico (median distance in logarithms, flows of a
//! billion and more, even and odd years; `tests/mirror/against_baci.rs`):
//!
//! | rule | even years | odd years |
//! |---|---|---|
//! | the mean of both reports | 0.054 | 0.040 |
//! | the mean of the three weights, halfway to one half ([`toward_half`](crate::mirror::PairWeights::toward_half)) | 0.047 | 0.039 |
//! | symmetry index, halfway to one half | 0.045 | 0.044 |
//! | scores | 0.064 | 0.052 |
//! | analysis of variance | 0.080 | 0.076 |
//!
//! The lead over the plain mean is small, and the rule was chosen with both sets in sight. Among
//! all flows, small ones too, the larger of the exporter's report and the mean is nearer (0.15 and
//! 0.14 against 0.21 and 0.20). Take the mean where nothing speaks against it, and say which rule
//! it was.
//!
//! # What cannot be said
//! That somebody cheats. A gap is what two offices counted differently; it is an answer only where
//! the terms above were looked at one after the other.
