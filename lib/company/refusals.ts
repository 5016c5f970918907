import { defineRefusals } from "../base/refusal.ts";

/** What the module refuses by name; faults of single fields are said by `FieldReader`. */
export const { refuse, issue } = defineRefusals("company", {
  not_found: { status: 404, say: "Cette entreprise n’existe pas." },
  iban_pending: {
    status: 409,
    say: "Un autre changement d’IBAN attend déjà. Refusez-le d’abord, ou laissez-le prendre effet.",
    field: "iban",
  },
  iban_change_over: { status: 409, say: "Ce changement d’IBAN n’attend plus : il a pris effet ou a été refusé." },
  iban_second_person: {
    status: 409,
    say: "Vous avez demandé ce changement : il faut l’accord d’une autre personne, ou attendre.",
  },
  logo_not_found: { status: 404, say: "Ce logo n’existe pas." },
  module_unknown: { status: 404, say: "Ce module n’existe pas." },
  logo_too_heavy: {
    status: 413,
    say: "Ce logo est trop lourd : 1 Mo au plus, une fois redimensionné.",
    field: "logo",
  },
  logo_unreadable: {
    status: 422,
    say: "Cette image n’est pas lisible. Choisissez un autre fichier.",
    field: "logo",
  },
  siret_of_other_siren: {
    status: 422,
    say: "Ce SIRET ne commence pas par le SIREN de l’entreprise.",
    field: "siret",
  },
  vat_of_other_siren: {
    status: 422,
    say: ({ siren = "" }) => `Ce numéro de TVA n’est pas celui du SIREN ${siren}.`,
    field: "vatNumber",
  },
  vat_of_other_enterprise: {
    status: 422,
    say: "Ce numéro de TVA n’est pas celui de ce numéro d’entreprise.",
    field: "vatNumber",
  },
  form_of_other_country: {
    status: 422,
    say: "Cette forme juridique n’existe pas dans le pays de l’entreprise.",
    field: "legalForm",
  },
  debits_without_vat: {
    status: 422,
    say: "Une entreprise en franchise de TVA ne peut pas opter pour les débits.",
    field: "vatOnDebits",
  },
  prefix_form: {
    status: 422,
    say: "Un préfixe compte de un à six caractères parmi les lettres sans accent, les chiffres et + - _ /.",
  },
  prefix_taken: {
    status: 422,
    say: "Ce préfixe sert déjà à une autre série : deux documents auraient le même numéro.",
  },
  color_form: {
    status: 422,
    say: "Une couleur s’écrit # suivi de six chiffres ou lettres de a à f, par exemple #1f4e79.",
    field: "accentColor",
  },
  website_form: {
    status: 422,
    say: "Une adresse de site ressemble à https://www.exemple.fr.",
    field: "website",
  },
});
