-- A closed dossier whose days are over is erased whole, under a warrant of two different operators.
alter table cell.purge_warrants
  drop constraint purge_warrants_reason_check,
  add constraint purge_warrants_reason_check check (reason in (
    'moved', 'preview', 'scratch', 'never_activated', 'closed', 'retention_ended', 'contents_retention_ended')),
  add constraint purge_warrants_two_hands check (
    reason not in ('never_activated', 'closed', 'retention_ended') or granted_by <> seconded_by);
