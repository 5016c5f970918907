-- Documents whose file an exit archive does not hold, because nobody can make it or it is gone.
alter table cell.exit_archives add column lacking integer not null default 0 check (lacking >= 0);
