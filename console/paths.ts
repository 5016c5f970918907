/** Every URL of the console. */
export const paths = {
  instances: (query = "") => `/${query}`,
  instancesExport: (format: "csv" | "xlsx", query = "") => `/dossiers/export.${format}${query}`,
  instance: (dossier: string) => `/dossiers/${dossier}`,
  /** The state of a dossier, and where it is changed. */
  instanceState: (dossier: string) => `/dossiers/${dossier}/etat`,
  /** Where a closed dossier is erased, or one erasure of it decided. */
  keeping: (dossier: string) => `/dossiers/${dossier}/conservation`,
  instancePurge: (dossier: string, purge?: string) => `/dossiers/${dossier}/suppression${purge ? `/${purge}` : ""}`,
  siret: (dossier: string) => `/dossiers/${dossier}/siret`,
  siretWithdrawal: (dossier: string) => `/dossiers/${dossier}/siret/retrait`,
  /** Where a dossier is sent to another cell. */
  move: (dossier: string) => `/dossiers/${dossier}/demenagement`,
  procedures: (query = "") => `/procedures${query}`,
  proceduresExport: (format: "csv" | "xlsx", query = "") => `/procedures/export.${format}${query}`,
  procedure: ({ tenantId, id }: { tenantId: string; id: string }, act?: "annulation" | "purge") =>
    `/procedures/${tenantId}/${id}${act ? `/${act}` : ""}`,
  /** The hour at which planned moves begin. */
  quietHour: () => "/heure-creuse",
  /** Where a dossier is opened for somebody. */
  openings: () => "/ouvertures",
  reviews: (query = "") => `/verifications${query}`,
  reviewsExport: (format: "csv" | "xlsx", query = "") => `/verifications/export.${format}${query}`,
  heldMail: (dossier: string, mail: string) => `/verifications/${dossier}/${mail}`,
  /** The dossiers that were reported. */
  reported: (query = "") => `/signalements${query}`,
  reportedExport: (format: "csv" | "xlsx", query = "") => `/signalements/export.${format}${query}`,
  reports: (dossier: string) => `/signalements/${dossier}`,
  /** The recoveries of all dossiers. */
  allRecoveries: (query = "") => `/reprises${query}`,
  recoveriesExport: (format: "csv" | "xlsx", query = "") => `/reprises/export.${format}${query}`,
  /** The recoveries of one dossier, and where one is asked for. */
  recoveries: (tenant: string) => `/dossiers/${tenant}/reprises`,
  recovery: ({ tenantId, id }: { tenantId: string; id: string }, act?: "accord" | "refus" | "annulation") =>
    `/dossiers/${tenantId}/reprises/${id}${act ? `/${act}` : ""}`,
  /** The erasures of contents of all dossiers. */
  allErasures: (query = "") => `/effacements${query}`,
  erasuresExport: (format: "csv" | "xlsx", query = "") => `/effacements/export.${format}${query}`,
  /** The erasures of contents of one dossier, and where one is asked for. */
  erasures: (tenant: string) => `/dossiers/${tenant}/effacements`,
  erasure: ({ tenantId, id }: { tenantId: string; id: string }, act?: "accord" | "refus" | "annulation") =>
    `/dossiers/${tenantId}/effacements/${id}${act ? `/${act}` : ""}`,
  anchors: () => "/ancrages",
  anchorKey: () => "/ancrages/cle",
  alerts: (query = "") => `/alertes${query}`,
  alertsExport: (format: "csv" | "xlsx", query = "") => `/alertes/export.${format}${query}`,
  alert: (alert: string, act?: "lecture" | "attribution" | "sourdine" | "cloture") =>
    `/alertes/${alert}${act ? `/${act}` : ""}`,
  thresholds: () => "/seuils",
  thresholdDrop: () => "/seuils/retour",
  alertChannels: (act?: "essai") => `/envoi-des-alertes${act ? `/${act}` : ""}`,
  cells: (query = "") => `/cellules${query}`,
  cellsExport: (format: "csv" | "xlsx", query = "") => `/cellules/export.${format}${query}`,
  cell: (id: string, query = "") => `/cellules/${id}${query}`,
  cellAct: (id: string, act: "ouverture" | "fermeture" | "limites") => `/cellules/${id}/${act}`,
  jobs: (query = "") => `/travaux${query}`,
  jobsExport: (format: "csv" | "xlsx", query = "") => `/travaux/export.${format}${query}`,
  /** A parked job, and where it is tried again or dropped. */
  job: ({ place, tenantId, id }: { place: string; tenantId: string; id: string }) =>
    `/travaux/${place}/${tenantId}/${id}`,
  acts: (query = "") => `/actes${query}`,
  actsExport: (format: "csv" | "xlsx", query = "") => `/actes/export.${format}${query}`,
  operators: (query = "") => `/exploitants${query}`,
  operatorsExport: (format: "csv" | "xlsx", query = "") => `/exploitants/export.${format}${query}`,
  operator: (id: string, act?: "role" | "sessions" | "fermeture" | "ouverture" | "reinitialisation") =>
    `/exploitants/${id}${act ? `/${act}` : ""}`,
  personSessions: (query = "") => `/personnes/sessions${query}`,
  ownAccess: () => "/mon-acces",
  passkeys: () => "/mon-acces/cles",
  passkeyRequest: () => "/mon-acces/cles/demande",
  passkeyRemoval: (key: string) => `/mon-acces/cles/${key}/retrait`,
  /** Where an operator opens his access by the link that he was handed. */
  settle: (token: string) => `/acces/${token}`,
  passkeySignIn: () => "/connexion/cle",
  passkeySignInRequest: () => "/connexion/cle/demande",
  signIn: () => "/connexion",
  signOut: () => "/deconnexion",
} as const;
