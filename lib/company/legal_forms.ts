/** Code of a legal form; Belgian ones begin with `be_`. */
export type LegalFormCode = keyof typeof FORMS;

/** A legal form: what people call it, what documents print, and what the law wants beside it. */
export interface LegalForm {
  readonly country: "FR" | "BE";
  readonly label: string;
  /** What stands next to the name on documents; empty where the law wants nothing (R123-238, R526-27 C. com.). */
  readonly mention: string;
  /** True where the share capital is printed (R123-238 C. com.; CSA art. 2:20 for Belgium, where it is optional). */
  readonly hasCapital: boolean;
  /** True for one natural person trading in his own name: first and last name are the name. */
  readonly isSoleTrader: boolean;
  /** True where documents print the registry and its city: RCS in France, RPM and its court in Belgium. */
  readonly isRegistered: boolean;
}

const COMPANY = { hasCapital: true, isSoleTrader: false, isRegistered: true };
const SOLE_TRADER = { hasCapital: false, isSoleTrader: true, isRegistered: false };
const OTHER = { hasCapital: false, isSoleTrader: false, isRegistered: false };

const FORMS = {
  micro: { country: "FR", label: "Micro-entrepreneur (EI)", mention: "EI", ...SOLE_TRADER },
  ei: { country: "FR", label: "Entreprise individuelle (EI)", mention: "EI", ...SOLE_TRADER },
  eurl: { country: "FR", label: "EURL", mention: "EURL", ...COMPANY },
  sarl: { country: "FR", label: "SARL", mention: "SARL", ...COMPANY },
  sasu: { country: "FR", label: "SASU", mention: "SASU", ...COMPANY },
  sas: { country: "FR", label: "SAS", mention: "SAS", ...COMPANY },
  sa: { country: "FR", label: "SA", mention: "SA", ...COMPANY },
  snc: { country: "FR", label: "SNC", mention: "SNC", ...COMPANY },
  sci: { country: "FR", label: "SCI", mention: "SCI", ...COMPANY },
  sc: { country: "FR", label: "Société civile", mention: "Société civile", ...COMPANY },
  scop: { country: "FR", label: "SCOP", mention: "SCOP", ...COMPANY },
  selarl: { country: "FR", label: "SELARL", mention: "SELARL", ...COMPANY },
  selas: { country: "FR", label: "SELAS", mention: "SELAS", ...COMPANY },
  earl: { country: "FR", label: "EARL (agricole)", mention: "EARL", ...COMPANY },
  association: { country: "FR", label: "Association (loi 1901)", mention: "Association", ...OTHER },
  other: { country: "FR", label: "Autre forme", mention: "", ...OTHER },
  be_person: { country: "BE", label: "Personne physique (Belgique)", mention: "", ...SOLE_TRADER },
  be_srl: { country: "BE", label: "SRL (Belgique)", mention: "SRL", ...OTHER, isRegistered: true },
  be_sa: { country: "BE", label: "SA (Belgique)", mention: "SA", ...OTHER, isRegistered: true },
  be_sc: { country: "BE", label: "SC (Belgique)", mention: "SC", ...OTHER, isRegistered: true },
  be_snc: { country: "BE", label: "SNC (Belgique)", mention: "SNC", ...OTHER, isRegistered: true },
  be_scomm: { country: "BE", label: "SComm (Belgique)", mention: "SComm", ...OTHER, isRegistered: true },
  be_asbl: { country: "BE", label: "ASBL (Belgique)", mention: "ASBL", ...OTHER, isRegistered: true },
} as const;

/** The legal forms that a company may choose, in the order of our form. */
export const LEGAL_FORMS: Readonly<Record<LegalFormCode, LegalForm>> = FORMS;
