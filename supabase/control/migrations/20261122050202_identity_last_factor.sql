-- A session is strong while its person has a second factor: with the last of them goes what it had proved.
create function control.weaken_my_sessions() returns void
language sql volatile security definer set search_path = '' as $$
  update control.sessions set is_strong = false where person_id = control.app_person_id() and is_strong
$$;
call control.definer('control.weaken_my_sessions()', 'identity_definer');
grant execute on function control.weaken_my_sessions() to app_user;
