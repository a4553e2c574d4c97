//! What counts: parts, totals and rests.
//!
//! A file of trade statistics holds rows that hold other rows: the World over partners, all goods
//! over chapters, the European Union over its members, a year over its months. Added up as they
//! stand they count trade twice; left out they take the true denominators with them. A panel keeps
//! them apart:
//!
//! - **parts** are the rows that hold no other row of the data: the panel itself;
//! - **totals** are the rows that hold some: [`Panel::reported`];
//! - the **rest** of a total is what the rows right below it leave: [`Panel::rests`].
//!
//! Which is which is decided cell by cell, from what is there. A World that stands alone is a part,
//! and so is the Southern African Customs Union in the years in which its members do not report.
//! Every row can be found, part or total: [`Panel::find`], [`Panel::amount`], [`Panel::series`].
//!
//! # Shares
//! Eurostat, imports of frozen catfish fillets of Germany in 2024: 32.3 million euro from Viet Nam,
//! 39.9 million from the World. The World is the whole, and not one partner more:
//!
//! ```
//! # #[cfg(feature = "readers")] {
//! use bilateral::{
//!     Flow, Rounding,
//!     area::VNM,
//!     bulk::{Denominator, Whole},
//!     read,
//! };
//!
//! let file = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,\
//!         TIME_PERIOD,OBS_VALUE\n\
//!         ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,VN,030462,1,VALUE_IN_EUROS,\
//!             2024,32313884\n\
//!         ESTAT:DS-045409(1.0),15/09/26 11:00:00,A,DE,WORLD,030462,1,VALUE_IN_EUROS,\
//!             2024,39919520\n";
//! let panel = read::comext(file.as_bytes(), "ds-045409.csv")?.panel()?;
//!
//! let shares = panel.shares(Flow::Import, Whole::Partners, 4, Rounding::HalfEven)?;
//! assert_eq!(panel.key(0).expect("a row").0.partner(), VNM);
//! assert_eq!(shares.get(0)?.to_string(), "0.8095");
//! assert_eq!(shares.denominator(0), Some(Denominator::Reported));
//! assert_eq!(panel.rests(Flow::Import)?[0].mantissa, 7_605_636); // all other partners
//! # }
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! Where no total is reported, the whole is the sum of what is listed, each trade once: a heading
//! instead of its subheadings, a group instead of its members. The result says so
//! ([`Denominator::SumOfListed`]), in its table too. [`Panel::shares_on`] takes that sum by name.
//!
//! # What each statistic takes
//!
//! | asked | the whole | the parts |
//! |---|---|---|
//! | [`growth`](crate::panel::Panel::growth), [`year_to_date`](crate::panel::Panel::year_to_date), [`rolling_12`](crate::panel::Panel::rolling_12) | | each row on its own cell, wherever that stands; totals in the table of [`reported`](crate::panel::Panel::reported) |
//! | [`mirror`](crate::panel::Panel::mirror) | | each report of two areas with the other side's report of the same code, wherever that stands; totals of both sides in that of [`reported`](crate::panel::Panel::reported) |
//! | [`partners`](crate::panel::Panel::partners), [`shares`](crate::panel::Panel::shares) of [`Whole::Partners`] | the World of that reporter, flow, commodity and period | partners that hold no other one, and the rest |
//! | [`shares`](crate::panel::Panel::shares) of [`Whole::Pair`] | all goods of the pair | commodities that hold no other one |
//! | [`sums`](crate::panel::Panel::sums), [`pairs`](crate::panel::Panel::pairs), [`balances`](crate::panel::Panel::balances) | all goods of the pair | |
//! | [`structure`](crate::panel::Panel::structure): concentration | the World and all goods | partners and codes of the finest level; a rest, a group of countries or a coarser code is not split, and gives bounds |
//! | [`structure`](crate::panel::Panel::structure): advantage | totals of that level where reported, the world being the reporters of the panel; [`advantage_denominator`](crate::bulk::Structure::advantage_denominator) says which | codes of one level |
//! | [`structure`](crate::panel::Panel::structure): two-way trade | | what the country itself reports of both flows, on the finest level that both have; undefined where it reports one, or leaves a rest that is not split |
//! | [`aggregate_commodities`](crate::panel::Panel::aggregate_commodities) | a row of that level, where there is one | else the sum of finer rows, marked |
//!
//! A year beside its months is a total too. Statistics of parts list the months alone:
//! [`filter`](crate::panel::Panel::filter) to the years to have theirs:
//!
//! ```
//! use bilateral::{
//!     Flow, Key, Period, Rounding,
//!     area::{DEU, VNM, WORLD},
//!     bulk::Whole,
//!     panel::PanelBuilder,
//!     unit::EUR,
//! };
//!
//! let mut rows = PanelBuilder::new(EUR.million(), 0)?;
//! for (partner, value) in [(DEU, 10), (WORLD, 40)] {
//!     let key = Key::exports(VNM).to(partner);
//!     rows.push(key, Period::year(2024), (12 * value).into())?;
//!     (1..=12).try_for_each(|month| rows.push(key, Period::month(2024, month), value.into()))?;
//! }
//! let panel = rows.build()?;
//! let shares = |panel: &bilateral::panel::Panel| {
//!     panel.shares(Flow::Export, Whole::Partners, 2, Rounding::HalfEven)
//! };
//! assert_eq!(shares(&panel)?.column().len(), 12);
//! let years = panel.filter(|_, period| period.is_full_year())?;
//! assert_eq!(shares(&years)?.get(0)?.to_string(), "0.25");
//! # Ok::<(), bilateral::Error>(())
//! ```
//!
//! # Editions
//! A code of one edition is never compared with a code of another one: growth from `H5:27` in 2021
//! to `H6:27` in 2022 is undefined ([`Undefined::OtherEdition`](crate::Undefined::OtherEdition)).
//! [`as_reported`](crate::panel::Panel::as_reported) gives the panel without editions, in which
//! both are `HS:27`; equal digits may be other goods there. The same goods in both years:
//! [`to_groups`](crate::panel::Panel::to_groups) and [`converted`](crate::panel::Panel::converted),
//! with a table of [`concordance`](crate::concordance). Of rows of one pair and period in several
//! editions a reader keeps those of one, and a World is of the edition of its partners
//! ([`Editions`](crate::panel::Editions)).
//!
//! # What is withheld
//! A cell that a file lists without a value has no row. A reported World holds it, and then it is a
//! part of the rest; a sum of what is listed leaves it out, so that shares, ranks and concentration
//! by that sum are as if it were zero. The account has a remark with the first such cell; these
//! statistics stay numbers, and the remark is all that says so.
//!
//! # Areas that are no country
//! "Areas, nes", bunkers, free zones and the like have no rank in a list of partners and are no
//! member of a concentration: they are part of the rest, which leaves an index its bounds. 490,
//! "Other Asia, nes", stands for Taiwan and counts as a country. Shares and growth of their own
//! rows are as those of any partner.
//!
//! # Totals that are too small
//! Parts that are more than their total, beyond the half units to which all of them are printed,
//! contradict it. The account of the panel names the first such total, and statistics that rest on
//! it are undefined ([`Undefined::Conflicting`](crate::Undefined::Conflicting)) unless such totals
//! are left out ([`Totals::SetAside`](crate::panel::Totals::SetAside),
//! [`filter`](crate::panel::Panel::filter)), or, of shares, the sum of what is listed is asked for
//! by name: shares, contributions, lists of partners, concentration,
//! advantage and two-way trade alike. The parts are partners or goods, right below the total or
//! those that hold no other one; a sum of what is listed that such a total is a part of is as
//! undefined as one that rests on it, and so is a sum over reporters with a union that reports less
//! than its members do: the European Union (97) does not count trade among them, and the account
//! says to leave out either.
//!
//! [`Panel::reported`]: crate::panel::Panel::reported
//! [`Panel::rests`]: crate::panel::Panel::rests
//! [`Panel::find`]: crate::panel::Panel::find
//! [`Panel::amount`]: crate::panel::Panel::amount
//! [`Panel::series`]: crate::panel::Panel::series
//! [`Panel::shares_on`]: crate::panel::Panel::shares_on
//! [`Denominator::SumOfListed`]: crate::bulk::Denominator::SumOfListed
//! [`Whole::Partners`]: crate::bulk::Whole::Partners
//! [`Whole::Pair`]: crate::bulk::Whole::Pair
