//! Weighted least squares: collinear regressors named, effects swept out, small-sample factors
//! chosen by name. Floats live here.
