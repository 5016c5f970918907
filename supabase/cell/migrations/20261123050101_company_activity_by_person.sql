-- « Qui a fait quoi » narrowed to one person: without this, the acts of everybody are read backwards until fifty of his
-- are found, all of them where he did few. The automaton's acts are nobody's and stay out of it.
create index activity_by_person on cell.activity (tenant_id, person_id, at, id) where person_id is not null;
