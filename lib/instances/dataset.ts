/** What datasets do with this module's tables; those of control stand outside of every dossier's export. */
export const dataset = {
  cells: { restore: "keep", because: "they belong to the operator" },
  cell_samples: { restore: "keep", because: "what a cell held belongs to the operator" },
  instances: { restore: "keep", because: "the directory says where a dossier is today" },
  state_changes: { restore: "keep", because: "the life of a dossier is not its own to take back" },
  life_notices: { restore: "keep", because: "a warning that was sent is not sent again" },
  instance_acts: { restore: "keep", because: "what an operator did stays done" },
  abuse_reports: { restore: "keep", because: "what others reported is not the dossier's to take back" },
  held_mails: { restore: "keep", because: "a mail that was refused must not leave after all" },
  alerts: { restore: "keep", because: "what went wrong and what was done belongs to the operator" },
  alert_events: { restore: "keep", because: "the history of an alert is never rewritten" },
  procedures: { restore: "keep", because: "work under way goes on from where it is" },
  procedure_log: { restore: "keep", because: "what happened is not rewritten" },
  instance_figures: { restore: "skip", because: "sampled again within a day" },
  dossier_births: { restore: "keep", because: "a dossier is furnished once" },
} as const;
