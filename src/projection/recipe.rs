//! What there is to know of each method, in one place: its name, the figures it rests on, the years
//! it needs and its answer. A new method is a variant of [`Method`] and a row here.

use crate::error::{Error, counted};
use crate::number::Ratio;
use crate::projection::method::{Data, Method};
use crate::projection::methods;
use crate::projection::model::{
    FEWEST_YEARS, LEVEL_AND_DRIFT, LOG_ETS, MonthModel, SELECTED_ETS, STL, THETA,
};
use crate::projection::origin::Origin;
use crate::unit::{Dimension, Money};
use std::fmt;

/// How a method is cooked.
pub(crate) struct Recipe<'a, D: Dimension> {
    pub(crate) name: String,
    /// The figures that it rests on.
    pub(crate) data: Data<'a>,
    /// The fewest full years before the running one that it makes sense with.
    pub(crate) years_needed: usize,
    /// The year, from the parts that are compared.
    pub(crate) answer: Answer<'a, D>,
}

type Answer<'a, D> = Box<dyn Fn(&Origin<D>) -> Result<Ratio, Error> + 'a>;

impl Method {
    /// The row of this method.
    pub(crate) fn recipe<D: Dimension>(&self) -> Recipe<'_, D> {
        use Data::{Each, Months, MonthsBefore, SoFar, WhatIsKnown, YearBefore, Years};
        match self {
            Method::ByWhatIsKnown => {
                row("by what is known", WhatIsKnown, 1, |o: &Origin<D>| o.year_by_what_is_known())
            }
            Method::RunRate => row("run rate", SoFar, 1, Origin::run_rate),
            Method::SeasonalNaive => row("the rest as a year before", YearBefore, 1, |o| {
                methods::seasonal_naive_year(o.so_far(), o.base()?, o.year_before()?)
            }),
            Method::PriorYearShare => {
                row("growth so far carried through the year", YearBefore, 1, |o| {
                    methods::prior_year_share(o.so_far(), o.base()?, o.year_before()?)
                })
            }
            Method::MeanShare { years } => {
                row(format!("mean share{}", of_years(*years)), Data::Shares(*years), 1, |o| {
                    methods::mean_share(o.so_far(), o.shares_of(*years))
                })
            }
            Method::Fade(strength) => row(format!("fade {strength}"), YearBefore, 1, |o| {
                methods::fade(o.so_far(), o.base()?, o.year_before()?, strength.value())
            }),
            Method::GeometricFade(strength) => {
                row(format!("geometric fade {strength}"), YearBefore, 1, |o| {
                    o.shrunk(&[o.base()?.over(o.year_before()?)?], *strength)
                })
            }
            Method::MonthlyFade(persistence) => {
                row(format!("monthly fade {persistence}"), MonthsBefore, 1, |o| {
                    let months = o.rest_of_compared_by_months()?;
                    methods::fade_monthly(o.so_far(), o.base()?, &months, persistence.value())
                })
            }
            Method::ShrunkShare { strength, years } => {
                let name = format!("shrunk share {strength}{}", of_years(*years));
                row(name, Data::Shares(*years), 1, |o| o.shrunk(o.shares_of(*years), *strength))
            }
            Method::Trend => row("trend of three years", Years(4), 4, Origin::trend),
            Method::LogTrend => {
                row("line through the logarithms of years", Years(5), 2, Origin::log_trend)
            }
            Method::AdjustedLevel => {
                let name = "seasonally adjusted level of six months";
                row(name, Months(5), 1, Origin::adjusted_level)
            }
            Method::Theta => model("Theta", &THETA),
            Method::LogEts => model("ETS(A,N,A) on logs", &LOG_ETS),
            Method::Stl => model("STL on logs + ETS(A,N,N)", &STL),
            Method::LevelAndDrift => model("level and drift", &LEVEL_AND_DRIFT),
            Method::SelectedEts => model("ETS selected by AICc", &SELECTED_ETS),
            Method::MeanOf(methods) => {
                let needed = methods.iter().map(Method::years_needed).max().unwrap_or(1);
                row(mean_of(methods), Each(methods), needed, |o| o.mean_of(methods))
            }
            Method::MirrorMonths(rest) => {
                let needed = rest.years_needed();
                let name = format!("mirror months, then {rest}");
                row(name, Each(std::slice::from_ref(&**rest)), needed, |_| {
                    let reason = "a series alone has no mirror; ask series.nowcast(year, &mirror)";
                    Err(Error::invalid("mirror months", reason))
                })
            }
        }
    }

    /// The fewest full years before the running one that the method makes sense with.
    #[must_use]
    pub fn years_needed(&self) -> usize {
        self.recipe::<Money>().years_needed
    }

    /// The model of the months that this is, if it is one.
    pub(crate) fn model(&self) -> Option<&'static MonthModel> {
        match self.recipe::<Money>().data {
            Data::Model(model) => Some(model),
            _ => None,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.recipe::<Money>().name)
    }
}

fn row<'a, D: Dimension>(
    name: impl Into<String>,
    data: Data<'a>,
    years_needed: usize,
    answer: impl Fn(&Origin<D>) -> Result<Ratio, Error> + 'a,
) -> Recipe<'a, D> {
    Recipe { name: name.into(), data, years_needed, answer: Box::new(answer) }
}

/// The level so far, and what the model expects of the rest.
fn model<'a, D: Dimension>(name: &'static str, model: &'static MonthModel) -> Recipe<'a, D> {
    let answer = move |o: &Origin<D>| {
        o.model(model).map(|rest| o.so_far() + &rest).map_err(|error| error.about(name))
    };
    row(name, Data::Model(model), FEWEST_YEARS, answer)
}

/// Five years are the usual ones, and not named.
fn of_years(years: u8) -> String {
    if years == 5 { String::new() } else { format!(" of {}", counted(usize::from(years), "year")) }
}

fn mean_of(methods: &[Method]) -> String {
    let names: Vec<String> = methods.iter().map(ToString::to_string).collect();
    match names.split_last() {
        None => "mean of no methods".to_owned(),
        Some((last, others)) if !others.is_empty() => {
            format!("mean of {} and {last}", others.join(", "))
        }
        _ => format!("mean of {}", names.join("")),
    }
}
