//! Numbers of the reference files, which stand there as text.

use bilateral::Ratio;
use serde_json::Value;

pub fn ratio(value: &Value) -> Ratio {
    value.as_str().unwrap().parse().unwrap()
}

pub fn ratios(list: &Value) -> Vec<Ratio> {
    list.as_array().unwrap().iter().map(ratio).collect()
}
