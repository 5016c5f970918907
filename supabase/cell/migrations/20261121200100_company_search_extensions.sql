-- Trigram and scalar operators in one GIN index: what the searches of the modules stand on. Never in public.
create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;
grant usage on schema extensions to app_definer;
