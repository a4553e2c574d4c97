//! Every public type can be sent to another thread and shared between threads.
//!
//! The list below is held complete against the public listing, `tests/public_api.txt`.

use bilateral::{Growth, Key, Mass, Money};
use std::collections::BTreeSet;

fn is<T: Send + Sync>() {}

#[test]
fn every_public_type_is_send_and_sync() {
    is::<bilateral::Amount<Money>>();
    is::<bilateral::Area>();
    is::<bilateral::Base>();
    is::<bilateral::Bounds>();
    is::<bilateral::Commodity>();
    is::<bilateral::Day>();
    is::<bilateral::Direction>();
    is::<bilateral::Energy>();
    is::<bilateral::Error>();
    is::<bilateral::ErrorKind>();
    is::<bilateral::Figure>();
    is::<bilateral::Flow>();
    is::<bilateral::Growth>();
    is::<bilateral::Hedge>();
    is::<bilateral::Key>();
    is::<bilateral::Mass>();
    is::<bilateral::Money>();
    is::<bilateral::Month>();
    is::<bilateral::Observation>();
    is::<bilateral::Period>();
    is::<bilateral::PublicationDate>();
    is::<bilateral::Ratio>();
    is::<bilateral::Releases>();
    is::<bilateral::Rounding>();
    is::<bilateral::Series<Money>>();
    is::<bilateral::Status>();
    is::<bilateral::Supplementary>();
    is::<bilateral::Undefined>();
    is::<bilateral::Valuation>();
    is::<bilateral::Volume>();
    is::<bilateral::area::AreaKind>();
    is::<bilateral::bulk::AdvantageRow>();
    is::<bilateral::bulk::Asymmetries>();
    is::<bilateral::bulk::BalanceRow>();
    is::<bilateral::bulk::Bennet>();
    is::<bilateral::bulk::Column>();
    is::<bilateral::bulk::Concentration>();
    is::<bilateral::bulk::Denominator>();
    is::<bilateral::bulk::Growths>();
    is::<bilateral::bulk::Histories>();
    is::<bilateral::bulk::AsymmetryMeasure>();
    is::<bilateral::bulk::MirrorSum>();
    is::<bilateral::bulk::Mirrored>();
    is::<bilateral::bulk::PairRow>();
    is::<bilateral::bulk::Partner>();
    is::<bilateral::bulk::Partners>();
    is::<bilateral::bulk::PriceRow>();
    is::<bilateral::bulk::Prices>();
    is::<bilateral::bulk::ProjectedYears>();
    is::<bilateral::bulk::RestRow>();
    is::<bilateral::bulk::Shares>();
    is::<bilateral::bulk::Smoothed>();
    is::<bilateral::bulk::SmoothedRow<'static>>();
    is::<bilateral::bulk::Structure>();
    is::<bilateral::bulk::StructureRow>();
    is::<bilateral::bulk::SumRow>();
    is::<bilateral::bulk::Table<'static>>();
    is::<bilateral::bulk::Whole>();
    is::<bilateral::bulk::YearToDate>();
    is::<bilateral::carrier::Carrier>();
    is::<bilateral::carrier::ClosureDefect>();
    is::<bilateral::carrier::Conversion>();
    is::<bilateral::carrier::Converted<Money>>();
    is::<bilateral::carrier::Exactness>();
    is::<bilateral::carrier::Family>();
    is::<bilateral::carrier::Step>();
    is::<bilateral::claim::Claim>();
    is::<bilateral::claim::Evidence>();
    is::<bilateral::claim::Judgement>();
    is::<bilateral::claim::Measure>();
    is::<bilateral::claim::Scope>();
    is::<bilateral::claim::Side>();
    is::<bilateral::claim::Statement>();
    is::<bilateral::claim::Streak>();
    is::<bilateral::claim::Verdict>();
    is::<bilateral::commodity::BecRevision>();
    is::<bilateral::commodity::Classification>();
    is::<bilateral::commodity::HsEdition>();
    is::<bilateral::commodity::SitcRevision>();
    is::<bilateral::concordance::CodeConversion>();
    is::<bilateral::concordance::ConvertedCodes>();
    is::<bilateral::concordance::ConvertedSeries<Money>>();
    is::<bilateral::concordance::CodeGroup>();
    is::<bilateral::concordance::GroupValue>();
    is::<bilateral::concordance::Grouped>();
    is::<bilateral::concordance::CodeGroups>();
    is::<bilateral::concordance::GroupKind>();
    is::<bilateral::concordance::Origin>();
    is::<bilateral::concordance::UnconvertedReason>();
    is::<bilateral::concordance::Reporter>();
    is::<bilateral::concordance::ConvertedRow>();
    is::<bilateral::concordance::Share>();
    is::<bilateral::concordance::CodeTable>();
    is::<bilateral::concordance::CodeTableReader>();
    is::<bilateral::concordance::Unconverted>();
    is::<bilateral::concordance::Weights>();
    is::<bilateral::contribution::Contribution>();
    is::<bilateral::contribution::Contributions>();
    is::<bilateral::energy::DailyGrowth>();
    is::<bilateral::energy::EnergyFlow>();
    is::<bilateral::energy::EnergyPart>();
    is::<bilateral::energy::EnergyTotal>();
    is::<bilateral::error::MissingMonths>();
    is::<bilateral::error::Place>();
    is::<bilateral::exchange::ConvertedMoney>();
    is::<bilateral::exchange::ExchangeRate>();
    is::<bilateral::exchange::RateKind>();
    is::<bilateral::growth::Agreement>();
    is::<bilateral::growth::BaseEffect>();
    is::<bilateral::growth::Comparison<Money>>();
    is::<bilateral::growth::GrowthCheck<Money>>();
    is::<bilateral::growth::ImpliedBase>();
    is::<bilateral::growth::PublishedGrowth>();
    is::<bilateral::growth::Required<Growth>>();
    is::<bilateral::growth::TwoYears>();
    is::<bilateral::index::Basket>();
    is::<bilateral::index::Decomposition>();
    is::<bilateral::index::DecompositionMethod>();
    is::<bilateral::index::Deflated<'static>>();
    is::<bilateral::index::Effect>();
    is::<bilateral::index::Formula>();
    is::<bilateral::index::Item>();
    is::<bilateral::index::ItemEffects>();
    is::<bilateral::index::MatchedCoverage>();
    is::<bilateral::index::Outlier>();
    is::<bilateral::index::PriceIndex>();
    is::<bilateral::index::RealAmount>();
    is::<bilateral::index::RealGrowth>();
    is::<bilateral::index::Sequence>();
    is::<bilateral::index::Standing>();
    is::<bilateral::indicator::Balance>();
    is::<bilateral::indicator::Ranked<Key>>();
    is::<bilateral::key::ExportsOf>();
    is::<bilateral::key::ImportsOf>();
    is::<bilateral::key::Label>();
    is::<bilateral::key::TradeOf>();
    is::<bilateral::key::TradeSystem>();
    is::<bilateral::key::Treatment>();
    is::<bilateral::number::FigureKind>();
    is::<bilateral::number::OutwardBounds>();
    is::<bilateral::number::Percent>();
    is::<bilateral::number::PercentagePoints>();
    is::<bilateral::number::Rounded>();
    is::<bilateral::panel::Account>();
    is::<bilateral::panel::Breakdown>();
    is::<bilateral::panel::Cell>();
    is::<bilateral::panel::Codes>();
    is::<bilateral::panel::CodesView<'static>>();
    is::<bilateral::panel::Columns>();
    is::<bilateral::panel::Detail>();
    is::<bilateral::panel::Duplicates>();
    is::<bilateral::panel::Editions>();
    is::<bilateral::panel::Gaps>();
    is::<bilateral::panel::Group>();
    is::<bilateral::panel::Line>();
    is::<bilateral::panel::Marks>();
    is::<bilateral::panel::Miss>();
    is::<bilateral::panel::OneLabel>();
    is::<bilateral::panel::Panel>();
    is::<bilateral::panel::PanelBuilder>();
    is::<bilateral::panel::PanelView<'static>>();
    is::<bilateral::panel::Reason>();
    is::<bilateral::panel::Rows>();
    is::<bilateral::panel::SetAside>();
    is::<bilateral::panel::Totals>();
    is::<bilateral::projection::Backtest>();
    is::<bilateral::projection::Difference>();
    is::<bilateral::forecast::Forecast>();
    is::<bilateral::projection::Interval>();
    is::<bilateral::projection::Method>();
    is::<bilateral::forecast::ModelInterval>();
    is::<bilateral::projection::Outside>();
    is::<bilateral::projection::Nowcast<Money>>();
    is::<bilateral::projection::PastError>();
    is::<bilateral::projection::Path<Money>>();
    is::<bilateral::projection::Prior>();
    is::<bilateral::projection::Projection<Money>>();
    is::<bilateral::projection::Reconciled>();
    is::<bilateral::projection::Score>();
    is::<bilateral::projection::Strength>();
    is::<bilateral::forecast::Theta>();
    is::<bilateral::projection::Total<Money>>();
    is::<bilateral::projection::Trial>();
    is::<bilateral::projection::Trials>();
    is::<bilateral::projection::Warning>();
    is::<bilateral::forecast::decomposition::Classical>();
    is::<bilateral::forecast::decomposition::SeasonKind>();
    is::<bilateral::forecast::ets::ErrorForm>();
    is::<bilateral::forecast::ets::Fit>();
    is::<bilateral::forecast::ets::HoltWinters>();
    is::<bilateral::forecast::ets::HoltWintersFit>();
    is::<bilateral::forecast::ets::Model>();
    is::<bilateral::forecast::ets::Parameters>();
    is::<bilateral::forecast::ets::Season>();
    is::<bilateral::forecast::ets::Selection>();
    is::<bilateral::forecast::ets::Trend>();
    is::<bilateral::forecast::stl::SeasonWindow>();
    is::<bilateral::forecast::stl::SeasonalDecomposition>();
    is::<bilateral::forecast::stl::Stl>();
    is::<bilateral::projection::temporal::Denton>();
    is::<bilateral::projection::temporal::Disaggregated>();
    is::<bilateral::projection::temporal::JointSplit<Money>>();
    is::<bilateral::projection::temporal::Regression>();
    is::<bilateral::projection::temporal::Split>();
    is::<bilateral::series::Coverage<Money>>();
    is::<bilateral::series::Implausible<Money>>();
    is::<bilateral::series::Reading<Money>>();
    is::<bilateral::series::Residue<Money>>();
    is::<bilateral::series::Term>();
    is::<bilateral::unit::AmountBounds<Money>>();
    is::<bilateral::unit::AnyUnit>();
    is::<bilateral::unit::Currency>();
    is::<bilateral::unit::EnergyScale>();
    is::<bilateral::unit::EnergyUnit>();
    is::<bilateral::unit::GasConditions>();
    is::<bilateral::unit::GasScale>();
    is::<bilateral::unit::HeatBasis>();
    is::<bilateral::unit::MassUnit>();
    is::<bilateral::unit::MoneyUnit>();
    is::<bilateral::unit::Multiplier>();
    is::<bilateral::unit::Rate<Mass>>();
    is::<bilateral::unit::SupplementaryUnit>();
    is::<bilateral::unit::UnitValue<Mass>>();
    is::<bilateral::unit::VolumeUnit>();
    is::<bilateral::vintage::History<Money>>();
    is::<bilateral::vintage::Loaded>();
    is::<bilateral::vintage::Release>();
    is::<bilateral::vintage::Revision<Money>>();
}

#[cfg(feature = "readers")]
#[test]
fn every_type_of_readers_is_send_and_sync() {
    is::<bilateral::read::Data>();
    is::<bilateral::read::Format>();
    is::<bilateral::read::Opened>();
    is::<bilateral::read::QuantityKind>();
    is::<bilateral::read::Reader>();
}

/// A type in the listing has a line with `pub struct` or `pub enum` below its path.
#[test]
fn no_public_type_is_left_out() {
    let mut listed = BTreeSet::new();
    let mut path = "";
    for line in include_str!("public_api.txt").lines() {
        if !line.starts_with(' ') {
            path = line;
        } else if line.starts_with("    pub struct ") || line.starts_with("    pub enum ") {
            listed.insert(path);
        }
    }
    // It stands for the programs of the README in doc tests alone.
    listed.remove("bilateral::Readme");
    let asserted: BTreeSet<&str> = include_str!("send_sync.rs")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("is::<")?.split(['<', '>']).next())
        .collect();
    assert!(listed.len() > 100);
    let unlike: Vec<_> = listed.symmetric_difference(&asserted).collect();
    assert!(unlike.is_empty(), "only listed, or only asserted here: {unlike:?}");
}
