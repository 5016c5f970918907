/**
 * Units that an item may have (UN/ECE recommendation 20), in the order of our form. Their words stand in the
 * code lists of the electronic invoice; a test holds the two together.
 */
export const UNIT_CODES: ReadonlySet<string> = new Set((
  "C62 H87 HUR DAY WEE MON ANN MIN LS MTR MTK MTQ KMT CMT MMT KGM GRM TNE LTR KWH XBX XCT XPX XRO XBG SET PR E48 P1"
).split(" "));
