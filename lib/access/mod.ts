export { admitMember } from "./admit_member.ts";
export { enterDossier, type Entered } from "./enter_dossier.ts";
export { enterByLink, LINK_ACTOR, type LinkParts, parsePublicToken } from "./enter_by_link.ts";
export { listDossiers } from "./list_dossiers.ts";
export type { DossierChoice } from "./membership_store.ts";
export { OWNER_PROFILE, type ProfileKey, PROFILES, rightsOf } from "./profiles.ts";
export { ALL_RIGHTS, type KnownRight, labelOfRight, RESOURCES } from "./rights.ts";
