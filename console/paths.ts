/** Every URL of the console. */
export const paths = {
  instances: (query = "") => `/${query}`,
  instancesExport: (format: "csv" | "xlsx", query = "") => `/dossiers/export.${format}${query}`,
  instance: (dossier: string) => `/dossiers/${dossier}`,
  /** The state of a dossier, and where it is changed. */
  instanceState: (dossier: string) => `/dossiers/${dossier}/etat`,
  /** Where a closed dossier is erased, or one erasure of it decided. */
  instancePurge: (dossier: string, purge?: string) => `/dossiers/${dossier}/suppression${purge ? `/${purge}` : ""}`,
  siret: (dossier: string) => `/dossiers/${dossier}/siret`,
  siretWithdrawal: (dossier: string) => `/dossiers/${dossier}/siret/retrait`,
  /** Where a dossier is sent to another cell. */
  move: (dossier: string) => `/dossiers/${dossier}/demenagement`,
  procedures: (query = "") => `/procedures${query}`,
  proceduresExport: (format: "csv" | "xlsx", query = "") => `/procedures/export.${format}${query}`,
  procedure: ({ tenantId, id }: { tenantId: string; id: string }, act?: "annulation" | "purge") =>
    `/procedures/${tenantId}/${id}${act ? `/${act}` : ""}`,
  /** Where a dossier is opened for somebody. */
  openings: () => "/ouvertures",
  reviews: () => "/verifications",
  heldMail: (dossier: string, mail: string) => `/verifications/${dossier}/${mail}`,
  reports: (dossier: string) => `/signalements/${dossier}`,
  /** The recoveries of all dossiers, or where one is asked for. */
  recoveries: (tenant?: string) => tenant ? `/dossiers/${tenant}/reprises` : "/reprises",
  recovery: ({ tenantId, id }: { tenantId: string; id: string }, act?: "accord" | "refus" | "annulation") =>
    `/dossiers/${tenantId}/reprises/${id}${act ? `/${act}` : ""}`,
  /** The erasures of all dossiers, or where one is asked for. */
  erasures: (tenant?: string) => tenant ? `/dossiers/${tenant}/effacements` : "/effacements",
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
  cells: () => "/cellules",
  cell: (id: string, query = "") => `/cellules/${id}${query}`,
  cellAct: (id: string, act: "ouverture" | "fermeture" | "limites") => `/cellules/${id}/${act}`,
  jobs: (query = "") => `/travaux${query}`,
  jobsExport: (format: "csv" | "xlsx", query = "") => `/travaux/export.${format}${query}`,
  acts: (query = "") => `/actes${query}`,
  actsExport: (format: "csv" | "xlsx", query = "") => `/actes/export.${format}${query}`,
  operators: () => "/exploitants",
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
