-- Which export fills an empty dossier: the digest of its manifest, so that two that claim it at once are told apart at once.
alter table cell.dossiers add column claimed_by text check (claimed_by ~ '^[0-9a-f]{64}$');
