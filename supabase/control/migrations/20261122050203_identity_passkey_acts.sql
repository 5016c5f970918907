-- A passkey may also sign one act: its challenge is kept under a hash that holds what the act is about.
alter table control.passkey_challenges drop constraint passkey_challenges_purpose_check;
alter table control.passkey_challenges add constraint passkey_challenges_purpose_check
  check (purpose in ('enrol', 'sign_in', 'second_step', 'proof', 'act'));
