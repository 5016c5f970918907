import { defineRefusals } from "../base/refusal.ts";

/** What the module refuses by name; faults of single fields are said by `FieldReader`. */
export const { refuse, issue } = defineRefusals("catalog", {
  not_found: { status: 404, say: "Cet article n’existe pas." },
  category_not_found: { status: 404, say: "Cette catégorie n’existe pas." },
  archived: { status: 409, say: "Cet article est archivé : rétablissez-le avant de le modifier." },
  reference_taken: { status: 409, say: "Un autre article a déjà cette référence.", field: "reference" },
  name_taken: { status: 409, say: "Une autre catégorie a déjà ce nom.", field: "name" },
  category_unknown: {
    status: 422,
    say: "Cette catégorie n’existe plus : prenez-en une dans la liste, ou aucune.",
    field: "categoryId",
  },
  unit_unknown: { status: 422, say: "Cette unité n’existe pas : prenez-en une dans la liste.", field: "unitCode" },
  price_missing: {
    status: 422,
    say: "Indiquez le prix unitaire ; s’il varie, mettez 0 et complétez-le sur le document.",
    field: "unitPrice",
  },
  rate_missing: { status: 422, say: "Indiquez le taux de TVA, 0 si l’article n’en porte pas.", field: "vatRateBp" },
  rate_unknown: {
    status: 422,
    say: ({ rates = "" }) => `Ce taux de TVA n’existe pas. Taux possibles : ${rates}.`,
    field: "vatRateBp",
  },
  exemption_with_rate: {
    status: 422,
    say: "Un article exonéré a un taux de TVA de 0 %.",
    field: "exemptionCode",
  },
  exemption_form: {
    status: 422,
    say: "Un motif d’exonération est un code qui commence par VATEX-.",
    field: "exemptionCode",
  },
  stale_category: {
    status: 409,
    say: ({ name = "" }) => `Cette catégorie a été renommée « ${name} » entre-temps : vérifiez, puis enregistrez.`,
    field: "name",
  },
});
