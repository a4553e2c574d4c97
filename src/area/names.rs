//! A name for every area that has an ISO 3166 alpha-3 code.

use crate::area::Area;

/// Aruba.
pub const ABW: Area = Area(533);
/// Afghanistan.
pub const AFG: Area = Area(4);
/// Angola.
pub const AGO: Area = Area(24);
/// Anguilla.
pub const AIA: Area = Area(660);
/// Åland Islands.
pub const ALA: Area = Area(248);
/// Albania.
pub const ALB: Area = Area(8);
/// Andorra.
pub const AND: Area = Area(20);
/// United Arab Emirates.
pub const ARE: Area = Area(784);
/// Argentina.
pub const ARG: Area = Area(32);
/// Armenia.
pub const ARM: Area = Area(51);
/// American Samoa.
pub const ASM: Area = Area(16);
/// Antarctica.
pub const ATA: Area = Area(10);
/// Fr. South Antarctic Terr.
pub const ATF: Area = Area(260);
/// Antigua and Barbuda.
pub const ATG: Area = Area(28);
/// Australia.
pub const AUS: Area = Area(36);
/// Austria.
pub const AUT: Area = Area(40);
/// Azerbaijan.
pub const AZE: Area = Area(31);
/// Burundi.
pub const BDI: Area = Area(108);
/// Belgium.
pub const BEL: Area = Area(56);
/// Benin.
pub const BEN: Area = Area(204);
/// Bonaire.
pub const BES: Area = Area(535);
/// Burkina Faso.
pub const BFA: Area = Area(854);
/// Bangladesh.
pub const BGD: Area = Area(50);
/// Bulgaria.
pub const BGR: Area = Area(100);
/// Bahrain.
pub const BHR: Area = Area(48);
/// Bahamas.
pub const BHS: Area = Area(44);
/// Bosnia Herzegovina.
pub const BIH: Area = Area(70);
/// Saint Barthélemy.
pub const BLM: Area = Area(652);
/// Belarus.
pub const BLR: Area = Area(112);
/// Belize.
pub const BLZ: Area = Area(84);
/// Bermuda.
pub const BMU: Area = Area(60);
/// Bolivia (Plurinational State of).
pub const BOL: Area = Area(68);
/// Brazil.
pub const BRA: Area = Area(76);
/// Barbados.
pub const BRB: Area = Area(52);
/// Brunei Darussalam.
pub const BRN: Area = Area(96);
/// Bhutan.
pub const BTN: Area = Area(64);
/// Bouvet Island.
pub const BVT: Area = Area(74);
/// Botswana.
pub const BWA: Area = Area(72);
/// Central African Rep.
pub const CAF: Area = Area(140);
/// Canada.
pub const CAN: Area = Area(124);
/// Cocos Isds.
pub const CCK: Area = Area(166);
/// Switzerland.
pub const CHE: Area = Area(757);
/// Chile.
pub const CHL: Area = Area(152);
/// China.
pub const CHN: Area = Area(156);
/// Côte d'Ivoire.
pub const CIV: Area = Area(384);
/// Cameroon.
pub const CMR: Area = Area(120);
/// Dem. Rep. of the Congo.
pub const COD: Area = Area(180);
/// Congo.
pub const COG: Area = Area(178);
/// Cook Isds.
pub const COK: Area = Area(184);
/// Colombia.
pub const COL: Area = Area(170);
/// Comoros.
pub const COM: Area = Area(174);
/// Cabo Verde.
pub const CPV: Area = Area(132);
/// Costa Rica.
pub const CRI: Area = Area(188);
/// Cuba.
pub const CUB: Area = Area(192);
/// Curaçao.
pub const CUW: Area = Area(531);
/// Christmas Isds.
pub const CXR: Area = Area(162);
/// Cayman Isds.
pub const CYM: Area = Area(136);
/// Cyprus.
pub const CYP: Area = Area(196);
/// Czechia.
pub const CZE: Area = Area(203);
/// Germany.
pub const DEU: Area = Area(276);
/// Djibouti.
pub const DJI: Area = Area(262);
/// Dominica.
pub const DMA: Area = Area(212);
/// Denmark.
pub const DNK: Area = Area(208);
/// Dominican Rep.
pub const DOM: Area = Area(214);
/// Algeria.
pub const DZA: Area = Area(12);
/// Ecuador.
pub const ECU: Area = Area(218);
/// Egypt.
pub const EGY: Area = Area(818);
/// Eritrea.
pub const ERI: Area = Area(232);
/// Western Sahara.
pub const ESH: Area = Area(732);
/// Spain.
pub const ESP: Area = Area(724);
/// Estonia.
pub const EST: Area = Area(233);
/// Ethiopia.
pub const ETH: Area = Area(231);
/// Finland.
pub const FIN: Area = Area(246);
/// Fiji.
pub const FJI: Area = Area(242);
/// Falkland Isds (Malvinas).
pub const FLK: Area = Area(238);
/// France.
pub const FRA: Area = Area(251);
/// Faroe Isds.
pub const FRO: Area = Area(234);
/// FS Micronesia.
pub const FSM: Area = Area(583);
/// Gabon.
pub const GAB: Area = Area(266);
/// United Kingdom.
pub const GBR: Area = Area(826);
/// Georgia.
pub const GEO: Area = Area(268);
/// Guernsey.
pub const GGY: Area = Area(831);
/// Ghana.
pub const GHA: Area = Area(288);
/// Gibraltar.
pub const GIB: Area = Area(292);
/// Guinea.
pub const GIN: Area = Area(324);
/// Guadeloupe (Overseas France).
pub const GLP: Area = Area(312);
/// Gambia.
pub const GMB: Area = Area(270);
/// Guinea-Bissau.
pub const GNB: Area = Area(624);
/// Equatorial Guinea.
pub const GNQ: Area = Area(226);
/// Greece.
pub const GRC: Area = Area(300);
/// Grenada.
pub const GRD: Area = Area(308);
/// Greenland.
pub const GRL: Area = Area(304);
/// Guatemala.
pub const GTM: Area = Area(320);
/// French Guiana (Overseas France).
pub const GUF: Area = Area(254);
/// Guam.
pub const GUM: Area = Area(316);
/// Guyana.
pub const GUY: Area = Area(328);
/// China, Hong Kong SAR.
pub const HKG: Area = Area(344);
/// Heard Island and McDonald Islands.
pub const HMD: Area = Area(334);
/// Honduras.
pub const HND: Area = Area(340);
/// Croatia.
pub const HRV: Area = Area(191);
/// Haiti.
pub const HTI: Area = Area(332);
/// Hungary.
pub const HUN: Area = Area(348);
/// Indonesia.
pub const IDN: Area = Area(360);
/// Isle of Man.
pub const IMN: Area = Area(833);
/// India.
pub const IND: Area = Area(699);
/// Br. Indian Ocean Terr.
pub const IOT: Area = Area(86);
/// Ireland.
pub const IRL: Area = Area(372);
/// Iran.
pub const IRN: Area = Area(364);
/// Iraq.
pub const IRQ: Area = Area(368);
/// Iceland.
pub const ISL: Area = Area(352);
/// Israel.
pub const ISR: Area = Area(376);
/// Italy.
pub const ITA: Area = Area(380);
/// Jamaica.
pub const JAM: Area = Area(388);
/// Jersey.
pub const JEY: Area = Area(832);
/// Jordan.
pub const JOR: Area = Area(400);
/// Japan.
pub const JPN: Area = Area(392);
/// Kazakhstan.
pub const KAZ: Area = Area(398);
/// Kenya.
pub const KEN: Area = Area(404);
/// Kyrgyzstan.
pub const KGZ: Area = Area(417);
/// Cambodia.
pub const KHM: Area = Area(116);
/// Kiribati.
pub const KIR: Area = Area(296);
/// Saint Kitts and Nevis.
pub const KNA: Area = Area(659);
/// Rep. of Korea.
pub const KOR: Area = Area(410);
/// Kuwait.
pub const KWT: Area = Area(414);
/// Lao People's Dem. Rep.
pub const LAO: Area = Area(418);
/// Lebanon.
pub const LBN: Area = Area(422);
/// Liberia.
pub const LBR: Area = Area(430);
/// Libya.
pub const LBY: Area = Area(434);
/// Saint Lucia.
pub const LCA: Area = Area(662);
/// Liechtenstein.
pub const LIE: Area = Area(438);
/// Sri Lanka.
pub const LKA: Area = Area(144);
/// Lesotho.
pub const LSO: Area = Area(426);
/// Lithuania.
pub const LTU: Area = Area(440);
/// Luxembourg.
pub const LUX: Area = Area(442);
/// Latvia.
pub const LVA: Area = Area(428);
/// China, Macao SAR.
pub const MAC: Area = Area(446);
/// Saint Martin (French part).
pub const MAF: Area = Area(663);
/// Morocco.
pub const MAR: Area = Area(504);
/// Rep. of Moldova.
pub const MDA: Area = Area(498);
/// Madagascar.
pub const MDG: Area = Area(450);
/// Maldives.
pub const MDV: Area = Area(462);
/// Mexico.
pub const MEX: Area = Area(484);
/// Marshall Isds.
pub const MHL: Area = Area(584);
/// North Macedonia.
pub const MKD: Area = Area(807);
/// Mali.
pub const MLI: Area = Area(466);
/// Malta.
pub const MLT: Area = Area(470);
/// Myanmar.
pub const MMR: Area = Area(104);
/// Montenegro.
pub const MNE: Area = Area(499);
/// Mongolia.
pub const MNG: Area = Area(496);
/// N. Mariana Isds.
pub const MNP: Area = Area(580);
/// Mozambique.
pub const MOZ: Area = Area(508);
/// Mauritania.
pub const MRT: Area = Area(478);
/// Montserrat.
pub const MSR: Area = Area(500);
/// Martinique (Overseas France).
pub const MTQ: Area = Area(474);
/// Mauritius.
pub const MUS: Area = Area(480);
/// Malawi.
pub const MWI: Area = Area(454);
/// Malaysia.
pub const MYS: Area = Area(458);
/// Mayotte (Overseas France).
pub const MYT: Area = Area(175);
/// Namibia.
pub const NAM: Area = Area(516);
/// New Caledonia.
pub const NCL: Area = Area(540);
/// Niger.
pub const NER: Area = Area(562);
/// Norfolk Isds.
pub const NFK: Area = Area(574);
/// Nigeria.
pub const NGA: Area = Area(566);
/// Nicaragua.
pub const NIC: Area = Area(558);
/// Niue.
pub const NIU: Area = Area(570);
/// Netherlands.
pub const NLD: Area = Area(528);
/// Norway.
pub const NOR: Area = Area(579);
/// Nepal.
pub const NPL: Area = Area(524);
/// Nauru.
pub const NRU: Area = Area(520);
/// New Zealand.
pub const NZL: Area = Area(554);
/// Oman.
pub const OMN: Area = Area(512);
/// Pakistan.
pub const PAK: Area = Area(586);
/// Panama.
pub const PAN: Area = Area(591);
/// Pitcairn.
pub const PCN: Area = Area(612);
/// Peru.
pub const PER: Area = Area(604);
/// Philippines.
pub const PHL: Area = Area(608);
/// Palau.
pub const PLW: Area = Area(585);
/// Papua New Guinea.
pub const PNG: Area = Area(598);
/// Poland.
pub const POL: Area = Area(616);
/// Puerto Rico.
pub const PRI: Area = Area(630);
/// Dem. People's Rep. of Korea.
pub const PRK: Area = Area(408);
/// Portugal.
pub const PRT: Area = Area(620);
/// Paraguay.
pub const PRY: Area = Area(600);
/// State of Palestine.
pub const PSE: Area = Area(275);
/// French Polynesia.
pub const PYF: Area = Area(258);
/// Qatar.
pub const QAT: Area = Area(634);
/// Réunion (Overseas France).
pub const REU: Area = Area(638);
/// Romania.
pub const ROU: Area = Area(642);
/// Russian Federation.
pub const RUS: Area = Area(643);
/// Rwanda.
pub const RWA: Area = Area(646);
/// Saudi Arabia.
pub const SAU: Area = Area(682);
/// Sudan.
pub const SDN: Area = Area(729);
/// Senegal.
pub const SEN: Area = Area(686);
/// Singapore.
pub const SGP: Area = Area(702);
/// South Georgia and the South Sandwich Islands.
pub const SGS: Area = Area(239);
/// Saint Helena.
pub const SHN: Area = Area(654);
/// Svalbard and Jan Mayen Islands.
pub const SJM: Area = Area(744);
/// Solomon Isds.
pub const SLB: Area = Area(90);
/// Sierra Leone.
pub const SLE: Area = Area(694);
/// El Salvador.
pub const SLV: Area = Area(222);
/// San Marino.
pub const SMR: Area = Area(674);
/// Somalia.
pub const SOM: Area = Area(706);
/// Saint Pierre and Miquelon.
pub const SPM: Area = Area(666);
/// Serbia.
pub const SRB: Area = Area(688);
/// South Sudan.
pub const SSD: Area = Area(728);
/// Sao Tome and Principe.
pub const STP: Area = Area(678);
/// Suriname.
pub const SUR: Area = Area(740);
/// Slovakia.
pub const SVK: Area = Area(703);
/// Slovenia.
pub const SVN: Area = Area(705);
/// Sweden.
pub const SWE: Area = Area(752);
/// Eswatini.
pub const SWZ: Area = Area(748);
/// Saint Maarten.
pub const SXM: Area = Area(534);
/// Seychelles.
pub const SYC: Area = Area(690);
/// Syria.
pub const SYR: Area = Area(760);
/// Turks and Caicos Isds.
pub const TCA: Area = Area(796);
/// Chad.
pub const TCD: Area = Area(148);
/// Togo.
pub const TGO: Area = Area(768);
/// Thailand.
pub const THA: Area = Area(764);
/// Tajikistan.
pub const TJK: Area = Area(762);
/// Tokelau.
pub const TKL: Area = Area(772);
/// Turkmenistan.
pub const TKM: Area = Area(795);
/// Timor-Leste.
pub const TLS: Area = Area(626);
/// Tonga.
pub const TON: Area = Area(776);
/// Trinidad and Tobago.
pub const TTO: Area = Area(780);
/// Tunisia.
pub const TUN: Area = Area(788);
/// Türkiye.
pub const TUR: Area = Area(792);
/// Tuvalu.
pub const TUV: Area = Area(798);
/// United Rep. of Tanzania.
pub const TZA: Area = Area(834);
/// Uganda.
pub const UGA: Area = Area(800);
/// Ukraine.
pub const UKR: Area = Area(804);
/// United States Minor Outlying Islands.
pub const UMI: Area = Area(581);
/// Uruguay.
pub const URY: Area = Area(858);
/// USA.
pub const USA: Area = Area(842);
/// Uzbekistan.
pub const UZB: Area = Area(860);
/// Holy See (Vatican City State).
pub const VAT: Area = Area(336);
/// Saint Vincent and the Grenadines.
pub const VCT: Area = Area(670);
/// Venezuela.
pub const VEN: Area = Area(862);
/// Br. Virgin Isds.
pub const VGB: Area = Area(92);
/// Viet Nam.
pub const VNM: Area = Area(704);
/// Vanuatu.
pub const VUT: Area = Area(548);
/// Wallis and Futuna Isds.
pub const WLF: Area = Area(876);
/// Samoa.
pub const WSM: Area = Area(882);
/// Yemen.
pub const YEM: Area = Area(887);
/// South Africa.
pub const ZAF: Area = Area(710);
/// Zambia.
pub const ZMB: Area = Area(894);
/// Zimbabwe.
pub const ZWE: Area = Area(716);
