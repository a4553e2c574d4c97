//! Series, their growth, contributions and exchange rates, against other software and by law.

mod contribution;
mod exchange;
mod laws;
mod rates;
mod reference;
mod series;
