# Makes ets_reference.json: every model of exponential smoothing that the crate has, fitted by
# forecast::ets to thirty positive series of R's package datasets, with the default bounds.
#
#   Rscript tests/data/ets_reference.R > tests/data/ets_reference.json
#
# For each model: the log-likelihood and the AICc with R's constants and the smallest fitted value,
# or R's own words where it does not fit the model. A series without a season has the six models
# without one.

suppressMessages(library(forecast))

first <- function(y, n) ts(as.numeric(y)[seq_len(n)])
plain <- function(y) ts(as.numeric(y))
series <- list(
  AirPassengers = AirPassengers, JohnsonJohnson = JohnsonJohnson, UKgas = UKgas,
  USAccDeaths = USAccDeaths, ldeaths = ldeaths, mdeaths = mdeaths, fdeaths = fdeaths,
  nottem = nottem, co2 = co2, UKDriverDeaths = UKDriverDeaths, austres = austres,
  "freeny$y" = ts(as.numeric(freeny.y), start = 1962.25, frequency = 4),
  "Seatbelts[,front]" = Seatbelts[, "front"], "Seatbelts[,kms]" = Seatbelts[, "kms"],
  "Seatbelts[,PetrolPrice]" = Seatbelts[, "PetrolPrice"],
  Nile = Nile, lynx = lynx, WWWusage = WWWusage, LakeHuron = LakeHuron, BJsales = BJsales,
  BJsales.lead = BJsales.lead, nhtemp = nhtemp, uspop = plain(uspop), airmiles = airmiles,
  "treering[1:200]" = first(treering, 200),
  "EuStockMarkets[1:300,DAX]" = first(EuStockMarkets[, "DAX"], 300),
  "EuStockMarkets[1:300,FTSE]" = first(EuStockMarkets[, "FTSE"], 300),
  "women$weight" = plain(women$weight), "longley$GNP" = plain(longley$GNP), lh = lh
)
stopifnot(length(series) == 30, all(sapply(series, min) > 0))

number <- function(x) format(x, digits = 15, trim = TRUE, scientific = FALSE, drop0trailing = TRUE)
quoted <- function(x) encodeString(x, quote = "\"")

one <- function(y, error, trend, season) {
  name <- paste0(error, sub("Ad", "A", trend), season)
  fit <- tryCatch(
    suppressWarnings(ets(y, model = name, damped = trend == "Ad", additive.only = FALSE,
      restrict = FALSE, opt.crit = "lik", nmse = 1)),
    error = function(e) conditionMessage(e))
  label <- quoted(paste0("ETS(", error, ",", trend, ",", season, ")"))
  if (is.character(fit)) return(paste0(label, ":{\"failure\":", quoted(fit), "}"))
  aicc <- if (is.finite(fit$aicc)) number(fit$aicc) else "null"
  paste0(label, ":{\"log_likelihood\":", number(fit$loglik), ",\"aicc\":", aicc,
    ",\"least_fitted\":", number(signif(min(fitted(fit)), 6)), "}")
}

of_series <- function(name) {
  y <- series[[name]]
  seasons <- if (frequency(y) > 1) c("N", "A", "M") else "N"
  models <- c()
  for (season in seasons) for (trend in c("N", "A", "Ad")) for (error in c("A", "M"))
    models <- c(models, one(y, error, trend, season))
  paste0(quoted(name), ":{\"season\":", frequency(y), ",\"y\":[",
    paste(sapply(as.numeric(y), number), collapse = ","), "],\n\"models\":{",
    paste(models, collapse = ",\n"), "}}")
}

lines <- parallel::mclapply(names(series), of_series, mc.cores = 2, mc.preschedule = FALSE)
cat(paste0("{\"software\":", quoted(paste0("R ", getRversion(), ", forecast ",
  packageVersion("forecast"))), ",\"made_on\":", quoted(format(Sys.Date())),
  ",\"by\":\"tests/data/ets_reference.R\",\n\"series\":{\n",
  paste(unlist(lines), collapse = ",\n"), "\n}}\n"))
