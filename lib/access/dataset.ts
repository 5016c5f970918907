/** What datasets do with this module's tables: all stand in control, outside of every dossier's export. */
export const dataset = {
  memberships: { restore: "keep", because: "who was shown out stays out" },
  entered_dossiers: { restore: "keep", because: "an erasure must reach every dossier that knows the name" },
  dossier_security: { restore: "keep", because: "a restore must not open a door that was shut meanwhile" },
  password_policies: { restore: "keep", because: "a restore must not weaken what is asked of passwords" },
  sso_connections: { restore: "keep", because: "a copy of last month must not bring back last month's provider" },
  sso_subjects: { restore: "keep", because: "who is who at the provider today" },
  sso_attempts: { restore: "keep", because: "sign-ins under way end within minutes" },
  profiles: { restore: "keep", because: "what members may do today is not undone by a restore" },
  invitations: { restore: "keep", because: "a link withdrawn stays withdrawn" },
  recoveries: { restore: "keep", because: "who asked, approved and objected stays written" },
  erasures: { restore: "keep", because: "who asked and approved that contents went stays written" },
  recovery_notices: { restore: "keep", because: "a link of a recovery that is over stays dead" },
  passes: { restore: "keep", because: "an access taken back stays taken back" },
  pass_sessions: { restore: "keep", because: "sessions of guests end within hours" },
  access_acts: { restore: "keep", because: "a job writes them in the cell and deletes them" },
} as const;
