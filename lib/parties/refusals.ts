import { defineRefusals } from "../base/refusal.ts";

/** What the module refuses by name; faults of single fields are said by `FieldReader`. */
export const { refuse, issue } = defineRefusals("parties", {
  not_found: { status: 404, say: "Cette fiche n’existe pas." },
  archived: {
    status: 409,
    say: "Cette fiche est archivée : rétablissez-la avant de la modifier.",
  },
  in_use: {
    status: 409,
    say: "Cette fiche a des documents et ne peut pas être supprimée : archivez-la, elle quittera vos listes.",
  },
  code_taken: { status: 409, say: "Une autre fiche a déjà cette référence.", field: "code" },
  no_role: { status: 422, say: "Cochez au moins client, prospect ou fournisseur.", field: "isCustomer" },
  person_with_siren: {
    status: 422,
    say: "Un particulier n’a pas de SIREN : choisissez « Entreprise du même pays ».",
    field: "siren",
  },
  siret_of_other_siren: { status: 422, say: "Ce SIRET ne commence pas par le SIREN du client.", field: "siret" },
  vat_of_other_siren: {
    status: 422,
    say: ({ siren = "" }) => `Ce numéro de TVA n’est pas celui du SIREN ${siren}.`,
    field: "vatNumber",
  },
  vat_of_other_country: {
    status: 422,
    say: ({ prefix = "" }) => `Un client de ce pays a un numéro de TVA qui commence par ${prefix}.`,
    field: "vatNumber",
  },
  not_home: {
    status: 422,
    say: "Ce client est dans un autre pays que vous : choisissez « Union européenne » ou « hors de l’Union ».",
    field: "country",
  },
  not_european: {
    status: 422,
    say: "Choisissez un autre pays de l’Union européenne, ou un autre type de client.",
    field: "country",
  },
  not_foreign: {
    status: 422,
    say: "Ce pays est dans l’Union européenne : choisissez un autre type de client.",
    field: "country",
  },
  service_code_form: {
    status: 422,
    say: "Un code service compte au plus 100 lettres, chiffres, tirets et points, sans espace.",
    field: "serviceCode",
  },
  terms_days_missing: { status: 422, say: "Indiquez le nombre de jours.", field: "paymentDays" },
  too_many_contacts: { status: 422, say: "Un client a vingt contacts au plus.", field: "contacts" },
  too_many_addresses: {
    status: 422,
    say: "Un client a vingt adresses de livraison au plus.",
    field: "deliveryAddresses",
  },
  contact_empty: { status: 422, say: "Indiquez au moins un nom, une adresse e-mail ou un téléphone." },
  contact_without_email: { status: 422, say: "Pour recevoir des documents, ce contact a besoin d’une adresse e-mail." },
});
