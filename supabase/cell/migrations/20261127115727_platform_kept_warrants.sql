-- A dossier of which the sealed archive alone is kept leaves its cell under a warrant of two hands: whoever closed it, and
-- another operator or, where its owner chose so himself, the copy that was read back, by its digest.
alter table cell.purge_warrants
  drop constraint purge_warrants_reason_check,
  add constraint purge_warrants_reason_check check (reason in (
    'moved', 'preview', 'scratch', 'never_activated', 'closed', 'kept', 'retention_ended', 'contents_retention_ended')),
  drop constraint purge_warrants_two_hands,
  add constraint purge_warrants_two_hands check (
    reason not in ('never_activated', 'closed', 'kept', 'retention_ended') or granted_by <> seconded_by);
